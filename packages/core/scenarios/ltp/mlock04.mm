#@ title LTP mlock04: a mapping of a file is locked
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 4*PAGE) = 0
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
mlock(0x10000000, 4*PAGE) = 0
msync(0x10000000, 4*PAGE, MS_INVALIDATE) = -1 EBUSY (Device or resource busy)
query(0x10000000) = 0 (10000000-10004000 rw-s)
