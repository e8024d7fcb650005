#@ title madv_populate prot_read: on a read-only mapping POPULATE_READ works and POPULATE_WRITE is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10000000, 4*PAGE, MADV_POPULATE_READ) = 0
madvise(0x10000000, 4*PAGE, MADV_POPULATE_WRITE) = -1 EINVAL (Invalid argument)
