#@ title merge mremap_unfaulted_behind_faulted: unwritten memory moved in front of written memory merges with it
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10006000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10006000
mmap(0x1000e000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x1000e000
mremap(0x1000e000, 5*PAGE, 5*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x103f6000) = 0x103f6000
store(0x10006000) = 0
mremap(0x103f6000, 5*PAGE, 5*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10001000) = 0x10001000
query(0x10001000) = 0 (10001000-1000b000 rw-p)
