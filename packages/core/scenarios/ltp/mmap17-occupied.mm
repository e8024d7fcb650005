#@ title LTP mmap17: MAP_FIXED_NOREPLACE over a mapping is EEXIST
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, fd, 0) = 0x10000000
mmap(0x10000000, PAGE, PROT_WRITE, MAP_FIXED_NOREPLACE|MAP_PRIVATE, fd, 0) = -1 EEXIST (File exists)
query(0x10000000) = 0 (10000000-10001000 rw-p)
