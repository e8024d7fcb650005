#@ title LTP mremap06: moving part of a file mapping next to another keeps the page offset right
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, 3*PAGE) = 0
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10003000 rw-s)
# The middle page goes away and comes back: one mapping, with the file's pages in order.
mremap(0x10001000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10008000) = 0x10008000
query(0x10008000) = 0 (10008000-10009000 rw-s 00001000)
mremap(0x10008000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10001000) = 0x10001000
query(0x10001000) = 0 (10000000-10003000 rw-s 00000000)
