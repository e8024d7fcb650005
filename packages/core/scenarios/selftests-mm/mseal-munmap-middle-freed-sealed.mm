#@ title mseal_test munmap_middle_freed: a sealed first page keeps the pages behind the hole, too
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10001000, 2*PAGE) = 0
mseal(0x10000000, PAGE, 0) = 0
munmap(0x10000000, 4*PAGE) = -1 EPERM (Operation not permitted)
query(0x10000000) = 0 (10000000-10001000 r--p)
query(0x10003000) = 0 (10003000-10004000 r--p)
