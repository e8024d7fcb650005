#@ title mseal_test seal_mremap_move: mremap cannot move a sealed mapping
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mseal(0x10000000, PAGE, 0) = 0
mremap(0x10000000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10008000) = -1 EPERM (Operation not permitted)
query(0x10000000) = 0 (10000000-10001000 r--p)
query(0x10008000) = -1 ENOENT (No such file or directory)
