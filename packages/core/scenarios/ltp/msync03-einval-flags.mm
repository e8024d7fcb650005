#@ title LTP msync03: MS_ASYNC with MS_SYNC, and unknown flags, are EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
msync(0x10000000, PAGE, MS_ASYNC|MS_SYNC) = -1 EINVAL (Invalid argument)
msync(0x10000000, PAGE, 8) = -1 EINVAL (Invalid argument)
