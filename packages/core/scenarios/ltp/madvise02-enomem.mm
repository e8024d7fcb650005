#@ title LTP madvise02: a range that is not mapped is ENOMEM
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
madvise(0x10000000, PAGE, MADV_NORMAL) = -1 ENOMEM (Cannot allocate memory)
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10000000, 2*PAGE, MADV_WILLNEED) = -1 ENOMEM (Cannot allocate memory)
