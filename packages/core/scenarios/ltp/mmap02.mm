#@ title LTP mmap02: a read-only mapping of a file that is open for reading
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
ro = openat(AT_FDCWD, "mmapfile", O_RDONLY)
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, ro, 0) = 0x10000000
load(0x10000000) = 0
query(0x10000000) = 0 (10000000-10001000 r--s)
