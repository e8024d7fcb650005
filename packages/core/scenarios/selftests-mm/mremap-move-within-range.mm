#@ title mremap_test mremap_move_within_range: pages move within the range that their mapping had
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2560*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
store(0x10500000) = 0
mremap(0x10400000, 512*PAGE, 512*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10200000) = 0x10200000
query(0x10000000) = 0 (10000000-10200000 rw-p)
query(0x10200000) = 0 (10200000-10400000 rw-p)
query(0x10400000) = -1 ENOENT (No such file or directory)
query(0x10600000) = 0 (10600000-10a00000 rw-p)
#@ pagemap 0x10200000 2
#| ..
load(0x10300000) = 0
