#@ title gVisor MunlockallTest.Basic
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_LOCKED, -1, 0) = 0x10000000
msync(0x10000000, PAGE, MS_ASYNC|MS_INVALIDATE) = -1 EBUSY (Device or resource busy)
munlockall() = 0
msync(0x10000000, PAGE, MS_ASYNC|MS_INVALIDATE) = 0
