#@ title gVisor MMapTest.PrivateAndShared: both types are MAP_SHARED_VALIDATE, which anonymous memory does not have
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE|MAP_SHARED|MAP_ANONYMOUS, -1, 0) = -1 EINVAL (Invalid argument)
