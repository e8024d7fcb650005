#@ title mseal_test seal_mremap_shrink_fixed: without a seal mremap moves and shrinks
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10008000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10008000
mremap(0x10000000, 4*PAGE, 2*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10008000) = 0x10008000
query(0x10000000) = -1 ENOENT (No such file or directory)
query(0x10008000) = 0 (10008000-1000c000 r--p)
query(0x1000a000) = 0 (10008000-1000c000 r--p)
