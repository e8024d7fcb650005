#@ title gVisor MMapTest.MapFixedNoReplaceAlignment: the address must be aligned
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000001, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED_NOREPLACE, -1, 0) = -1 EINVAL (Invalid argument)
