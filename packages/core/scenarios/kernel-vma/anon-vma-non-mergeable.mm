#@ title tools/testing/vma anon_vma_non_mergeable: both neighbours are alike, but were written apart: only the previous one takes the middle in
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10009000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10009000
store(0x10000000) = 0
store(0x10009000) = 0
mmap(0x10003000, 6*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10003000
mprotect(0x10003000, 6*PAGE, PROT_READ|PROT_WRITE) = 0
query(0x10000000) = 0 (10000000-10009000 rw-p)
query(0x10009000) = 0 (10009000-1000c000 rw-p)
