#@ title tools/testing/vma merge_existing: what is like that already is left alone
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10003000, 3*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_NORESERVE, -1, 0) = 0x10003000
mprotect(0x10003000, 3*PAGE, PROT_READ) = 0
query(0x10000000) = 0 (10000000-10003000 r--p)
query(0x10003000) = 0 (10003000-10006000 r--p)
