#@ title gVisor MMapTest.MapDirectory: a directory cannot be mapped
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "/", O_RDONLY|O_DIRECTORY)
mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0) = -1 ENODEV (No such device)
