#@ title map_fixed_noreplace: a range that ends where a mapping begins is free
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10001000, 3*PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10001000
mmap(0x10000000, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED_NOREPLACE, -1, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10004000 ---p)
