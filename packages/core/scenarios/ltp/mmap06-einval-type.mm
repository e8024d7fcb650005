#@ title LTP mmap06: neither MAP_PRIVATE nor MAP_SHARED is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
mmap(NULL, PAGE, PROT_READ, 0, fd, 0) = -1 EINVAL (Invalid argument)
mmap(NULL, PAGE, PROT_READ, MAP_ANONYMOUS, -1, 0) = -1 EINVAL (Invalid argument)
