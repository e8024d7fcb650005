#@ title mseal_test seal_discard_ro_anon: sealed anonymous read-only pages cannot be discarded
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mseal(0x10000000, 4*PAGE, 0) = 0
madvise(0x10000000, 4*PAGE, MADV_DONTNEED) = -1 EPERM (Operation not permitted)
munmap(0x10000000, 4*PAGE) = -1 EPERM (Operation not permitted)
