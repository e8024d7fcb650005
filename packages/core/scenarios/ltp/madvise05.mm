#@ title LTP madvise05: MADV_WILLNEED beyond a hole is ENOMEM and harmless
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10001000, PAGE) = 0
madvise(0x10000000, 2*PAGE, MADV_WILLNEED) = -1 ENOMEM (Cannot allocate memory)
load(0x10000000) = 0
