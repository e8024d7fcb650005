#@ title LTP mmap14: MAP_LOCKED locks
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_LOCKED, -1, 0) = 0x10000000
#@ pagemap 0x10000000 4
#| AAAA
msync(0x10000000, 4*PAGE, MS_INVALIDATE) = -1 EBUSY (Device or resource busy)
madvise(0x10000000, 4*PAGE, MADV_DONTNEED) = -1 EINVAL (Invalid argument)
