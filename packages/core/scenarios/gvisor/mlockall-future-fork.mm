#@ title mlockall(2): MCL_FUTURE is not inherited
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mlockall(MCL_FUTURE) = 0
fork() = 0
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
msync(0x10000000, PAGE, MS_INVALIDATE) = 0
