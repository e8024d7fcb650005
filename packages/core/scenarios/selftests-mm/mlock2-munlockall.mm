#@ title mlock2_tests munlockall: mlockall(MCL_CURRENT) locks what is there, munlockall lets go
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlockall(MCL_CURRENT) = 0
msync(0x10000000, 2*PAGE, MS_INVALIDATE) = -1 EBUSY (Device or resource busy)
munlockall() = 0
msync(0x10000000, 2*PAGE, MS_INVALIDATE) = 0
