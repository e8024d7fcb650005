#@ title LTP mlockall02: with a limit of zero it is EPERM for who may not lock at will
#@ system kernel=6.18 caps=0x0
#@ limits memlock=0
#@ accesses complete 0x10000000-0x20000000
mlockall(MCL_CURRENT) = -1 EPERM (Operation not permitted)
mlockall(MCL_FUTURE) = -1 EPERM (Operation not permitted)
