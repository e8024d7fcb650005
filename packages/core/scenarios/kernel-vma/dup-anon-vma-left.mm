#@ title tools/testing/vma dup_anon_vma: the previous mapping takes the written start of the middle
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 5*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_NORESERVE, -1, 0) = 0x10000000
mmap(0x10005000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_NORESERVE, -1, 0) = 0x10005000
store(0x10005000) = 0
mprotect(0x10005000, 2*PAGE, PROT_READ) = 0
query(0x10000000) = 0 (10000000-10007000 r--p)
query(0x10007000) = 0 (10007000-10008000 rw-p)
