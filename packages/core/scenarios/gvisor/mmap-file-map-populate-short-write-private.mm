#@ title gVisor MMapFileParamTest.MapPopulateShort (write, private): what the file does not have is not brought in, and no error
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
ftruncate(fd, 2048) = 0
mmap(0x10000000, 2*PAGE, PROT_WRITE, MAP_PRIVATE|MAP_FIXED|MAP_POPULATE, fd, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10002000 -w-p)
#@ pagemap 0x10001000 1
#| .
