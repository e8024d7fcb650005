#@ title gVisor MMapTest.BadFd: a descriptor that is not open is EBADF
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE, 999, 0) = -1 EBADF (Bad file descriptor)
