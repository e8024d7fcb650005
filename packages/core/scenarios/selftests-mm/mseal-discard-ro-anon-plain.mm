#@ title mseal_test seal_discard_ro_anon: without a seal anonymous read-only pages can be discarded
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10000000, 4*PAGE, MADV_DONTNEED) = 0
munmap(0x10000000, 4*PAGE) = 0
