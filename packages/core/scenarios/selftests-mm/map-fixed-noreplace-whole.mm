#@ title map_fixed_noreplace: the same range over pages that are there is EEXIST
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10001000, 3*PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10001000
mmap(0x10000000, 5*PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED_NOREPLACE, -1, 0) = -1 EEXIST (File exists)
query(0x10000000) = -1 ENOENT (No such file or directory)
query(0x10001000) = 0 (10001000-10004000 ---p)
