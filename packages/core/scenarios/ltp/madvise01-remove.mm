#@ title LTP madvise01: MADV_REMOVE is taken
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, 10*PAGE) = 0
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
store(0x10000000) = 0
madvise(0x10000000, 10*PAGE, MADV_REMOVE) = 0
query(0x10000000) = 0 (10000000-1000a000 rw-s)
