#@ title madv_populate holes: a hole at the end, in the middle or at the start is ENOMEM
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10001000, PAGE) = 0
madvise(0x10000000, 2*PAGE, MADV_POPULATE_READ) = -1 ENOMEM (Cannot allocate memory)
madvise(0x10000000, 2*PAGE, MADV_POPULATE_WRITE) = -1 ENOMEM (Cannot allocate memory)
madvise(0x10000000, 4*PAGE, MADV_POPULATE_READ) = -1 ENOMEM (Cannot allocate memory)
madvise(0x10000000, 4*PAGE, MADV_POPULATE_WRITE) = -1 ENOMEM (Cannot allocate memory)
madvise(0x10001000, 3*PAGE, MADV_POPULATE_READ) = -1 ENOMEM (Cannot allocate memory)
madvise(0x10001000, 3*PAGE, MADV_POPULATE_WRITE) = -1 ENOMEM (Cannot allocate memory)
