#@ title gVisor MMapTest.HugeLength: a length that wraps is ENOMEM
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(NULL, -4095, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = -1 ENOMEM (Cannot allocate memory)
