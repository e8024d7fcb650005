#@ title merge mprotect_unfaulted_right: written memory made equal to unwritten memory on its right merges with it
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10001000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_NORESERVE, -1, 0) = 0x10001000
mprotect(0x10006000, 5*PAGE, PROT_READ) = 0
query(0x10006000) = 0 (10006000-1000b000 r--p)
store(0x10001000) = 0
mprotect(0x10001000, 5*PAGE, PROT_READ) = 0
query(0x10001000) = 0 (10001000-1000b000 r--p)
