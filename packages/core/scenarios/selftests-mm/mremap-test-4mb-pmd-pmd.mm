#@ title mremap_test: 4 MiB move from a 2 MiB boundary to a 2 MiB boundary, whole page tables at once
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10200000, 1024*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10200000
store(0x10200000) = 0
store(0x105ff000) = 0
mremap(0x10200000, 1024*PAGE, 1024*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10a00000) = 0x10a00000
query(0x10a00000) = 0 (10a00000-10e00000 rw-p)
#@ pagemap 0x10a00000 2
#| A.
#@ pagemap 0x10dfe000 2
#| .A
