#@ title LTP mmap08: a descriptor that is closed is EBADF
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
close(fd) = 0
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0) = -1 EBADF (Bad file descriptor)
mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, -1, 0) = -1 EBADF (Bad file descriptor)
