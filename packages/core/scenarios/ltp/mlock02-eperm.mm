#@ title LTP mlock02: with a limit of zero it is EPERM for who may not lock at will
#@ system kernel=6.18 caps=0x0
#@ limits memlock=0
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock(0x10000000, PAGE) = -1 EPERM (Operation not permitted)
