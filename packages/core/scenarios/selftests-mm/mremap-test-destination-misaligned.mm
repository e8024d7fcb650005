#@ title mremap_test: a destination that is aligned to 1 KiB only is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mremap(0x10000000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10008400) = -1 EINVAL (Invalid argument)
query(0x10000000) = 0 (10000000-10001000 rw-p)
