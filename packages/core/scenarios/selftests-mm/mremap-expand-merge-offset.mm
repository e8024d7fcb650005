#@ title mremap_test mremap_expand_merge_offset: the last page of a mapping grows into a hole and merges with what is behind it
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10002000, PAGE) = 0
mremap(0x10001000, PAGE, 2*PAGE, 0) = 0x10001000
query(0x10000000) = 0 (10000000-10004000 rw-p)
