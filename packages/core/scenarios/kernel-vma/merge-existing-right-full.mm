#@ title tools/testing/vma merge_existing: all of a mapping becomes like the next: the next takes it in
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10002000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10002000
mmap(0x10006000, 3*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10006000
mprotect(0x10002000, 4*PAGE, PROT_READ) = 0
query(0x10002000) = 0 (10002000-10009000 r--p)
