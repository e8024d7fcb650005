#@ title LTP mremap01: a mapping of a file grows, and the new pages are the file's
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 4*PAGE) = 0
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
mremap(0x10000000, 2*PAGE, 4*PAGE, MREMAP_MAYMOVE) = 0x10000000
query(0x10000000) = 0 (10000000-10004000 rw-s)
store(0x10003000) = 0
