#@ title mprotect(2): a private mapping of a file that is open for reading can become writable
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
ro = openat(AT_FDCWD, "mmapfile", O_RDONLY)
mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, ro, 0) = 0x10000000
mprotect(0x10000000, PAGE, PROT_READ|PROT_WRITE) = 0
store(0x10000000) = 0
