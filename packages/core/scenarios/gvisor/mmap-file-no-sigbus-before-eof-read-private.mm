#@ title gVisor MMapFileParamTest.NoSigBusOnPagesBeforeEOF (read, private)
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
ftruncate(fd, 2048) = 0
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0) = 0x10000000
load(0x10000000) = 0
