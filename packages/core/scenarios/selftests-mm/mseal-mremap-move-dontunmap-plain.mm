#@ title mseal_test seal_mremap_move_dontunmap: the kernel finds a new place and the old one stays
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
p = mremap(0x10000000, 4*PAGE, 4*PAGE, MREMAP_MAYMOVE|MREMAP_DONTUNMAP, 0)
query(p) = 0
query(0x10000000) = 0 (10000000-10004000 r--p)
