#@ title kernel vma merging: unwritten memory gives its charge back when it becomes read-only, and merges
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10002000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10002000
mprotect(0x10000000, 2*PAGE, PROT_READ) = 0
query(0x10000000) = 0 (10000000-10004000 r--p)
