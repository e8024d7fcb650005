#@ title gVisor MMapTest.ExceedLimitAS: a mapping beyond RLIMIT_AS is ENOMEM
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
prlimit64(0, RLIMIT_AS, {rlim_cur=0, rlim_max=0}, NULL) = 0
mmap(0x10000000, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 ENOMEM (Cannot allocate memory)
