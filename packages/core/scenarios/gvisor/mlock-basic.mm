#@ title gVisor MlockTest.Basic
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
msync(0x10000000, PAGE, MS_ASYNC|MS_INVALIDATE) = 0
mlock(0x10000000, PAGE) = 0
msync(0x10000000, PAGE, MS_ASYNC|MS_INVALIDATE) = -1 EBUSY (Device or resource busy)
