#@ title mseal_test seal_mremap_expand: without a seal mremap grows in place
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10002000, 2*PAGE) = 0
mremap(0x10000000, 2*PAGE, 4*PAGE, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10004000 r--p)
