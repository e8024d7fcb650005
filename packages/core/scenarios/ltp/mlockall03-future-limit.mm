#@ title LTP mlockall03: under MCL_FUTURE a mapping beyond the limit is EAGAIN
#@ system kernel=6.18 caps=0x0
#@ limits memlock=65536
#@ accesses complete 0x10000000-0x20000000
mlockall(MCL_FUTURE) = 0
mmap(0x10000000, 17*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 EAGAIN (Resource temporarily unavailable)
mmap(0x10000000, 16*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
