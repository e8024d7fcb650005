#@ title LTP mlock02: memory that is not mapped is ENOMEM
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10001000, PAGE) = 0
mlock(0x10000000, 2*PAGE) = -1 ENOMEM (Cannot allocate memory)
mlock(0x10001000, PAGE) = -1 ENOMEM (Cannot allocate memory)
