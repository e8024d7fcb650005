#@ title LTP munmap03: an address beyond user space is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
munmap(0x7ffffffff000, PAGE) = -1 EINVAL (Invalid argument)
munmap(0xffffffffff600000, PAGE) = -1 EINVAL (Invalid argument)
