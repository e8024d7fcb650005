#@ title LTP mlockall02: no flags, and flags that there are not, are EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mlockall(0) = -1 EINVAL (Invalid argument)
mlockall(0x80) = -1 EINVAL (Invalid argument)
mlockall(MCL_ONFAULT) = -1 EINVAL (Invalid argument)
