#@ title LTP mmap06: a private mapping of a file that is open for writing only is EACCES
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_WRONLY|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, PAGE, PROT_WRITE, MAP_PRIVATE|MAP_FIXED, fd, 0) = -1 EACCES (Permission denied)
mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0) = -1 EACCES (Permission denied)
