#@ title gVisor MMapTest.MapFixedNoReplaceWithMapFixed: MAP_FIXED beside it does not weaken it
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10000000, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_FIXED_NOREPLACE, -1, 0) = -1 EEXIST (File exists)
