#@ title LTP mincore02: locked pages of a file are resident
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 4*PAGE) = 0
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
mlock(0x10000000, 4*PAGE) = 0
mincore(0x10000000, 4*PAGE, [...]) = 0
munlock(0x10000000, 4*PAGE) = 0
