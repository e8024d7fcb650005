#@ title tools/testing/vma merge_existing: a range inside a mapping that touches neither end merges with nothing
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10003000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10003000
mmap(0x10008000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10008000
mprotect(0x10004000, PAGE, PROT_READ) = 0
query(0x10000000) = 0 (10000000-10003000 r--p)
query(0x10003000) = 0 (10003000-10004000 rw-p)
query(0x10004000) = 0 (10004000-10005000 r--p)
query(0x10005000) = 0 (10005000-10008000 rw-p)
query(0x10008000) = 0 (10008000-1000a000 r--p)
