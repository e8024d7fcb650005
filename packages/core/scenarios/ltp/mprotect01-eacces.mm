#@ title LTP mprotect01: a shared mapping of a file that is open for reading cannot become writable
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
ro = openat(AT_FDCWD, "mmapfile", O_RDONLY)
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, ro, 0) = 0x10000000
mprotect(0x10000000, PAGE, PROT_WRITE) = -1 EACCES (Permission denied)
mprotect(0x10000000, PAGE, PROT_READ|PROT_WRITE) = -1 EACCES (Permission denied)
query(0x10000000) = 0 (10000000-10001000 r--s)
