#@ title mremap_dontunmap partial_mapping: part of a mapping can be moved so, and the rest stays as it is
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
store(0x10005000) = 0
mremap(0x10000000, 5*PAGE, 5*PAGE, MREMAP_MAYMOVE|MREMAP_DONTUNMAP, 0x10010000) = 0x10010000
#@ pagemap 0x10000000 10
#| .....A....
query(0x10010000) = 0 (10010000-10015000 rw-p)
#@ pagemap 0x10010000 5
#| A....
query(0x10000000) = 0 (10000000-1000a000 rw-p)
