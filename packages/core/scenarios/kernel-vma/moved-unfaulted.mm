#@ title kernel vma merging: unwritten memory that moved gets the page offset of its new place, and merges
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mremap(0x10000000, 2*PAGE, 2*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10008000) = 0x10008000
mmap(0x1000a000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x1000a000
query(0x10008000) = 0 (10008000-1000c000 rw-p)
