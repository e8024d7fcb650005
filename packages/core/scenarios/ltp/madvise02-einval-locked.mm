#@ title LTP madvise02: locked pages cannot be discarded
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock(0x10000000, PAGE) = 0
madvise(0x10000000, PAGE, MADV_DONTNEED) = -1 EINVAL (Invalid argument)
madvise(0x10000000, PAGE, MADV_FREE) = -1 EINVAL (Invalid argument)
madvise(0x10000000, PAGE, MADV_REMOVE) = -1 EINVAL (Invalid argument)
munlock(0x10000000, PAGE) = 0
madvise(0x10000000, PAGE, MADV_DONTNEED) = 0
