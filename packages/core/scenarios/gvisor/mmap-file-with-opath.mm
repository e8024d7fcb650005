#@ title gVisor MMapFileTest.MmapFileWithOpath: a descriptor of O_PATH is EBADF
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
path = openat(AT_FDCWD, "f", O_PATH)
mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, path, 0) = -1 EBADF (Bad file descriptor)
