#@ title mseal_test seal_start_mprotect: without a seal both parts can be changed
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, PAGE, PROT_READ|PROT_WRITE) = 0
mprotect(0x10001000, 3*PAGE, PROT_READ|PROT_WRITE) = 0
query(0x10000000) = 0 (10000000-10004000 rw-p)
query(0x10001000) = 0 (10000000-10004000 rw-p)
