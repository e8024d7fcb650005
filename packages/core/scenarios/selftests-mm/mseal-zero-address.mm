#@ title mseal_test seal_zero_address: the mapping at address zero can be sealed
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
mmap(NULL, 4*PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x0
query(0) = 0 (00000000-00004000 ---p)
mseal(NULL, 4*PAGE, 0) = 0
mprotect(NULL, 4*PAGE, PROT_READ|PROT_WRITE) = -1 EPERM (Operation not permitted)
