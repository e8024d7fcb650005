#@ title gVisor MMapTest.MprotectHugeLength: a length that wraps
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, -1, PROT_READ) = -1 ENOMEM (Cannot allocate memory)
