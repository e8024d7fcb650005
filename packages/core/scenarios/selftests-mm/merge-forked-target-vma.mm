#@ title merge forked_target_vma: memory inherited by fork does not take in a new neighbour, even when every page was copied
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10001000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10001000
store(0x10001000) = 0
fork() = 0
store(0x10001000) = 0
store(0x10002000) = 0
store(0x10003000) = 0
store(0x10004000) = 0
store(0x10005000) = 0
mmap(0x10006000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10006000
query(0x10001000) = 0 (10001000-10006000 rw-p)
query(0x10006000) = 0 (10006000-1000b000 rw-p)
