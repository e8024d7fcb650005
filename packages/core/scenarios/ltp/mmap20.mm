#@ title LTP mmap20: MAP_SHARED_VALIDATE with an unknown flag is EOPNOTSUPP
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
mmap(NULL, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED_VALIDATE|(1<<9), fd, 0) = -1 EOPNOTSUPP (Operation not supported)
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED|(1<<9), fd, 0) = 0x10000000
