#@ title tools/testing/vma merge_existing: three pages inside, away from the neighbours that they become like: no merge
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10003000, 6*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10003000
mmap(0x10009000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10009000
mprotect(0x10005000, 3*PAGE, PROT_READ) = 0
query(0x10000000) = 0 (10000000-10003000 r--p)
query(0x10003000) = 0 (10003000-10005000 rw-p)
query(0x10005000) = 0 (10005000-10008000 r--p)
query(0x10008000) = 0 (10008000-10009000 rw-p)
query(0x10009000) = 0 (10009000-1000b000 r--p)
