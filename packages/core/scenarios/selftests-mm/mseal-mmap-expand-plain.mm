#@ title mseal_test seal_mmap_expand: without a seal a larger MAP_FIXED replaces
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 12*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10008000, 4*PAGE) = 0
mmap(0x10000000, 12*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
query(0x10000000) = 0 (10000000-1000c000 r--p)
