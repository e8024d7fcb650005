#@ title mseal_test seal_mprotect_unalign_len: a length one byte short of two pages seals two
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mseal(0x10000000, 2*PAGE - 1, 0) = 0
mprotect(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE) = -1 EPERM (Operation not permitted)
mprotect(0x10002000, PAGE, PROT_READ|PROT_WRITE) = 0
query(0x10000000) = 0 (10000000-10002000 r--p)
query(0x10002000) = 0 (10002000-10003000 rw-p)
