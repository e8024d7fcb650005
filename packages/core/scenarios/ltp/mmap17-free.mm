#@ title LTP mmap17: MAP_FIXED_NOREPLACE of a free address is MAP_FIXED
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, PAGE, PROT_WRITE, MAP_FIXED_NOREPLACE|MAP_PRIVATE, fd, 0) = 0x10000000
