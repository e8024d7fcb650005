#@ title mseal_test seal_unmapped_middle: a hole in the middle is ENOMEM; the pages beside it can be sealed
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10001000, 2*PAGE) = 0
# mprotect goes from VMA to VMA: the first was changed before the hole was met.
mprotect(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE) = -1 ENOMEM (Cannot allocate memory)
query(0x10000000) = 0 (10000000-10001000 rw-p)
mseal(0x10000000, 4*PAGE, 0) = -1 ENOMEM (Cannot allocate memory)
mseal(0x10000000, PAGE, 0) = 0
mseal(0x10003000, PAGE, 0) = 0
