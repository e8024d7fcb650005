#@ title gVisor MMapFileParamTest.MapPopulate (read, shared)
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
ftruncate(fd, 2048) = 0
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED|MAP_POPULATE, fd, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10001000 r--s)
