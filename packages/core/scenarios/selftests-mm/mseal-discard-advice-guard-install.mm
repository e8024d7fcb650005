#@ title mseal(2): advice that discards sealed anonymous read-only memory is EPERM
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mseal(0x10000000, 2*PAGE, 0) = 0
madvise(0x10000000, 2*PAGE, MADV_GUARD_INSTALL) = -1 EPERM (Operation not permitted)
query(0x10000000) = 0 (10000000-10002000 r--p)
