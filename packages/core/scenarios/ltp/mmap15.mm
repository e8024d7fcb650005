#@ title LTP mmap15: an address of the kernel's half cannot be mapped
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, PAGE) = 0
mmap(0xffff000000000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0) = -1 ENOMEM (Cannot allocate memory)
mmap(0x8000000000000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 ENOMEM (Cannot allocate memory)
