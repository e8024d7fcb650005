#@ title madvise(2): MADV_WILLNEED of a file mapping keeps it one mapping
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, 4*PAGE) = 0
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10001000, 2*PAGE, MADV_WILLNEED) = 0
query(0x10000000) = 0 (10000000-10004000 r--s 00000000)
