#@ title mseal_test seal_mremap_move_fixed_zero: mremap may move to address zero
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mremap(0x10000000, 4*PAGE, 2*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, NULL) = 0x0
query(0) = 0 (00000000-00002000 r--p)
query(0x10000000) = -1 ENOENT (No such file or directory)
