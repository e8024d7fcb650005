#@ title LTP munmap03: a range that leaves user space is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10000000, 0x7ffffffff000) = -1 EINVAL (Invalid argument)
query(0x10000000) = 0 (10000000-10004000 rw-p)
