#@ title gVisor MMapTest.InvalidLength: a length of zero is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(NULL, 0, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = -1 EINVAL (Invalid argument)
