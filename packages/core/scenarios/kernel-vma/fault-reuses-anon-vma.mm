#@ title kernel vma merging: a fault takes the anon_vma of the neighbour, so that both can merge later
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10002000, 2*PAGE, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10002000
store(0x10000000) = 0
store(0x10002000) = 0
mprotect(0x10002000, 2*PAGE, PROT_READ|PROT_WRITE) = 0
query(0x10000000) = 0 (10000000-10004000 rw-p)
