#@ title kernel vma merging: written memory that moved keeps its page offset, and takes in no new neighbour
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
mremap(0x10000000, 2*PAGE, 2*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10008000) = 0x10008000
mmap(0x1000a000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x1000a000
query(0x10008000) = 0 (10008000-1000a000 rw-p)
query(0x1000a000) = 0 (1000a000-1000c000 rw-p)
