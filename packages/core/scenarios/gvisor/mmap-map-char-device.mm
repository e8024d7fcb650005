#@ title gVisor MMapTest.MapCharDevice: some character devices cannot be mapped
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "/dev/random", O_RDONLY)
mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0) = -1 ENODEV (No such device)
