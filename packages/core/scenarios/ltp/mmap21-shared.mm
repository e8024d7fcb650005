#@ title LTP mmap21: a page of a shared file mapping is written through
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 16*PAGE) = 0
mmap(0x10000000, 16*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
mmap(0x10020000, 16*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10020000
store(0x1000f000) = 0
load(0x1002f000) = 0
munmap(0x10000000, 16*PAGE) = 0
load(0x1002f000) = 0
