#@ title kernel vma merging: pages of a file that do not follow each other stay apart
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, 8*PAGE) = 0
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
mmap(0x10002000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 3*PAGE) = 0x10002000
query(0x10000000) = 0 (10000000-10002000 r--s 00000000)
query(0x10002000) = 0 (10002000-10004000 r--s 00003000)
