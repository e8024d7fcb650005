#@ title mremap_dontunmap simple: the old mapping stays, and reads as zero
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
mmap(0x10000000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
store(0x10004000) = 0
p = mremap(0x10000000, 5*PAGE, 5*PAGE, MREMAP_MAYMOVE|MREMAP_DONTUNMAP, 0)
query(0x10000000) = 0 (10000000-10005000 rw-p)
#@ pagemap 0x10000000 5
#| .....
load(0x10000000) = 0
query(p) = 0
