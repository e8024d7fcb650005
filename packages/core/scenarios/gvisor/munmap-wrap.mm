#@ title munmap(2): a length that wraps is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10000000, -4096) = -1 EINVAL (Invalid argument)
munmap(0x10000000, -1) = -1 EINVAL (Invalid argument)
query(0x10000000) = 0 (10000000-10001000 rw-p)
