#@ title gVisor MMapTest.NotPrivateOrShared: no type is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(NULL, PAGE, PROT_NONE, MAP_ANONYMOUS, -1, 0) = -1 EINVAL (Invalid argument)
