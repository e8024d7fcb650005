#@ title LTP mmap06: a length of zero is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
mmap(0x10000000, 0, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = -1 EINVAL (Invalid argument)
mmap(0x10000000, 0, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 EINVAL (Invalid argument)
