#@ title merge mremap_unfaulted_between_correctly_placed_faulted: unwritten memory moved into the hole of one written mapping makes it whole
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10001000, 15*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10001000
store(0x10001000) = 0
munmap(0x10006000, 5*PAGE) = 0
mmap(0x10014000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10014000
mremap(0x10014000, 5*PAGE, 5*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10006000) = 0x10006000
query(0x10001000) = 0 (10001000-10010000 rw-p)
