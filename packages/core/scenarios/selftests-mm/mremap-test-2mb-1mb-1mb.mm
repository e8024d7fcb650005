#@ title mremap_test: 2 MiB move from an odd MiB to an odd MiB
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10100000, 512*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10100000
store(0x10100000) = 0
store(0x102ff000) = 0
mremap(0x10100000, 512*PAGE, 512*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10500000) = 0x10500000
query(0x10500000) = 0 (10500000-10700000 rw-p)
#@ pagemap 0x10500000 2
#| A.
#@ pagemap 0x106fe000 2
#| .A
