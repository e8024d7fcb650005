#@ title mmap(2): an offset that is not aligned is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, 2*PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 100) = -1 EINVAL (Invalid argument)
mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, PAGE) = 0x10000000
