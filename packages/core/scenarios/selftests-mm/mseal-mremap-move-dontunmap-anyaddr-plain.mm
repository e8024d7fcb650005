#@ title mseal_test seal_mremap_move_dontunmap_anyaddr: a free address is taken as the new place
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mremap(0x10000000, 4*PAGE, 4*PAGE, MREMAP_MAYMOVE|MREMAP_DONTUNMAP, 0x10008000) = 0x10008000
query(0x10000000) = 0 (10000000-10004000 r--p)
query(0x10008000) = 0 (10008000-1000c000 r--p)
