#@ title mseal_test seal_unmapped_end: a hole at the end is ENOMEM; the pages before it can be sealed
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10002000, 2*PAGE) = 0
mprotect(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE) = -1 ENOMEM (Cannot allocate memory)
mseal(0x10000000, 4*PAGE, 0) = -1 ENOMEM (Cannot allocate memory)
mseal(0x10000000, 2*PAGE, 0) = 0
