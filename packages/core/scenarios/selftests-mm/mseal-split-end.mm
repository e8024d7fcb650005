#@ title mseal_test seal_split_end: sealing the last page splits it off
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE) = 0
mseal(0x10003000, PAGE, 0) = 0
query(0x10003000) = 0 (10003000-10004000 r--p)
query(0x10002000) = 0 (10002000-10003000 r--p)
mseal(0x10000000, 3*PAGE, 0) = 0
query(0x10003000) = 0 (10002000-10004000 r--p)
