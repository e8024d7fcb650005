#@ title gVisor MMapTest.NonFixedAlignment: a hint need not be aligned: it is rounded down
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000001, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x10000000
