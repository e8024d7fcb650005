#@ title mseal_test seal_mprotect_partial_mprotect: a range that begins with a sealed page is EPERM
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mseal(0x10000000, PAGE, 0) = 0
mprotect(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE) = -1 EPERM (Operation not permitted)
query(0x10000000) = 0 (10000000-10001000 r--p)
query(0x10001000) = 0 (10001000-10004000 r--p)
