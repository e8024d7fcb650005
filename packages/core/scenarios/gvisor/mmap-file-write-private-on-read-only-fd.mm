#@ title gVisor MMapFileTest.WritePrivateOnReadOnlyFd: allowed
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
ftruncate(fd, 2048) = 0
ro = openat(AT_FDCWD, "f", O_RDONLY)
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, ro, 0) = 0x10000000
store(0x10000000) = 0
