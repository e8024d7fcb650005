#@ title gVisor MMapTest.MapPipe: a device that cannot be mapped is ENODEV, one that is not open for reading EACCES
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
r = openat(AT_FDCWD, "/dev/null", O_RDONLY)
w = openat(AT_FDCWD, "/dev/null", O_WRONLY)
mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, r, 0) = -1 ENODEV (No such device)
mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, w, 0) = -1 EACCES (Permission denied)
