#@ title gVisor MMapTest.NoExceedLimitAS: a mapping within RLIMIT_AS works
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
prlimit64(0, RLIMIT_AS, {rlim_cur=1*G, rlim_max=1*G}, NULL) = 0
mmap(0x10000000, 51200*PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
