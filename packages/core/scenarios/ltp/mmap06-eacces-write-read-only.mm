#@ title LTP mmap06: a writable shared mapping of a file that is open for reading only is EACCES
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
ro = openat(AT_FDCWD, "mmapfile", O_RDONLY)
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, ro, 0) = -1 EACCES (Permission denied)
mmap(0x10000000, PAGE, PROT_WRITE, MAP_SHARED|MAP_FIXED, ro, 0) = -1 EACCES (Permission denied)
