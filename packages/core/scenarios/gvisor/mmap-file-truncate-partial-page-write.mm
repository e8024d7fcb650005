#@ title gVisor MMapFileTest.WriteSharedTruncatePartialPage: half a page stays a page
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
store(0x10000000) = 0
ftruncate(fd, 2048) = 0
load(0x10000000) = 0
load(0x10000800) = 0
