#@ title gVisor MremapLockedTest.RlimitMemlockZero
#@ system kernel=6.18 caps=0x0
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock(0x10000000, PAGE) = 0
prlimit64(0, RLIMIT_MEMLOCK, {rlim_cur=0, rlim_max=0}, NULL) = 0
mremap(0x10000000, PAGE, 2*PAGE, MREMAP_MAYMOVE) = -1 EAGAIN (Resource temporarily unavailable)
query(0x10000000) = 0 (10000000-10001000 rw-p)
