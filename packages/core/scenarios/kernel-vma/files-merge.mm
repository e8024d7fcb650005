#@ title kernel vma merging: pages of one open file that follow each other merge
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, 4*PAGE) = 0
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
mmap(0x10002000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 2*PAGE) = 0x10002000
query(0x10000000) = 0 (10000000-10004000 r--s 00000000)
