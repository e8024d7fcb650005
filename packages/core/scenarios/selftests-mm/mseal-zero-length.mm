#@ title mseal_test seal_zero_length: a length of zero succeeds and seals nothing
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, 0, PROT_READ|PROT_WRITE) = 0
mseal(0x10000000, 0, 0) = 0
mprotect(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE) = 0
