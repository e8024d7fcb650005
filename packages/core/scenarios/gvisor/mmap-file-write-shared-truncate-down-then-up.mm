#@ title gVisor MMapFileTest.WriteSharedTruncateDownThenUp: the page can be written again
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
ftruncate(fd, 2048) = 0
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
store(0x10000000) = 0
ftruncate(fd, 0) = 0
ftruncate(fd, PAGE) = 0
store(0x10000000) = 0
