#@ title gVisor MsyncFullParamTest.InvalidateUnlockedSucceeds (private, MS_ASYNC)
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
msync(0x10000000, PAGE, MS_INVALIDATE|MS_ASYNC) = 0
