#@ title LTP madvise02: MADV_FREE of a file mapping is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10000000, PAGE, MADV_FREE) = -1 EINVAL (Invalid argument)
mmap(0x10008000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, fd, 0) = 0x10008000
madvise(0x10008000, PAGE, MADV_FREE) = -1 EINVAL (Invalid argument)
