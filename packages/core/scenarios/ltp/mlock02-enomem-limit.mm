#@ title LTP mlock02: more than RLIMIT_MEMLOCK is ENOMEM for who may not lock at will
#@ system kernel=6.18 caps=0x0
#@ limits memlock=4096
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock(0x10000000, 2*PAGE) = -1 ENOMEM (Cannot allocate memory)
mlock(0x10000000, PAGE) = 0
