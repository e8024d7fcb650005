#@ title LTP mremap03: a start that is not mapped is EFAULT
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mremap(0x10000000, PAGE, 2*PAGE, MREMAP_MAYMOVE) = -1 EFAULT (Bad address)
