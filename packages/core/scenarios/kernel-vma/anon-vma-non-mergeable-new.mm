#@ title tools/testing/vma anon_vma_non_mergeable: a new mapping between two that were written apart joins the previous one
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10005000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10005000
store(0x10000000) = 0
store(0x10005000) = 0
mmap(0x10003000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10003000
query(0x10000000) = 0 (10000000-10005000 rw-p)
query(0x10005000) = 0 (10005000-10008000 rw-p)
