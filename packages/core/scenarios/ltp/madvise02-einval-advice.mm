#@ title LTP madvise02: advice that there is not is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10000000, PAGE, 1212) = -1 EINVAL (Invalid argument)
madvise(0x10000000, PAGE, -1) = -1 EINVAL (Invalid argument)
