#@ title gVisor MlockTest.RlimitMemlockInsufficient
#@ system kernel=6.18 caps=0x0
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
prlimit64(0, RLIMIT_MEMLOCK, {rlim_cur=4096, rlim_max=4096}, NULL) = 0
mlock(0x10000000, 2*PAGE) = -1 ENOMEM (Cannot allocate memory)
