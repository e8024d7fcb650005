#@ title kernel vma merging: two shared anonymous mappings are two files
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10002000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10002000
query(0x10000000) = 0 (10000000-10002000 rw-s)
query(0x10002000) = 0 (10002000-10004000 rw-s)
