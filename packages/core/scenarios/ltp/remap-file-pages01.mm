#@ title LTP remap_file_pages01: the pages of a shared mapping change places
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, 4*PAGE) = 0
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
remap_file_pages(0x10000000, PAGE, 0, 3, 0) = 0
remap_file_pages(0x10003000, PAGE, 0, 0, 0) = 0
query(0x10000000) = 0 (10000000-10001000 rw-s 00003000)
query(0x10001000) = 0 (10001000-10003000 rw-s 00001000)
query(0x10003000) = 0 (10003000-10004000 rw-s 00000000)
