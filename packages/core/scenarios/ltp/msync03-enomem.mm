#@ title LTP msync03: memory that is not mapped is ENOMEM
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
msync(0x10000000, PAGE, MS_SYNC) = -1 ENOMEM (Cannot allocate memory)
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
msync(0x10000000, 2*PAGE, MS_SYNC) = -1 ENOMEM (Cannot allocate memory)
