#@ title merge mprotect_faulted_left_unfaulted_right: written memory between written and unwritten memory merges with both
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10002000, 9*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_NORESERVE, -1, 0) = 0x10002000
mprotect(0x10008000, 3*PAGE, PROT_READ) = 0
store(0x10002000) = 0
mprotect(0x10002000, 3*PAGE, PROT_READ) = 0
query(0x10005000) = 0 (10005000-10008000 rw-p)
mprotect(0x10005000, 3*PAGE, PROT_READ) = 0
query(0x10002000) = 0 (10002000-1000b000 r--p)
