#@ title LTP madvise02: MADV_WILLNEED of anonymous memory is no EBADF any more
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10000000, PAGE, MADV_WILLNEED) = 0
