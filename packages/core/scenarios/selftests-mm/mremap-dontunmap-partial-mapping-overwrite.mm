#@ title mremap_dontunmap partial_mapping_overwrite: the destination may be part of a larger mapping
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10008000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10008000
store(0x10000000) = 0
store(0x10008000) = 0
store(0x10011000) = 0
mremap(0x10000000, 5*PAGE, 5*PAGE, MREMAP_MAYMOVE|MREMAP_DONTUNMAP|MREMAP_FIXED, 0x10008000) = 0x10008000
#@ pagemap 0x10000000 5
#| .....
#@ pagemap 0x10008000 10
#| A........A
query(0x10008000) = 0 (10008000-1000d000 rw-p)
query(0x1000d000) = 0 (1000d000-10012000 rw-p)
