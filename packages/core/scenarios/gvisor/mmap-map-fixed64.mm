#@ title gVisor MMapTest.MapFixed64: MAP_FIXED far above 4 GiB
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x300000000000, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x300000000000
