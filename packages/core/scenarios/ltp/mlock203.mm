#@ title LTP mlock203: what is locked on fault and then locked is locked once
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock2(0x10000000, 2*PAGE, MLOCK_ONFAULT) = 0
mlock2(0x10000000, 2*PAGE, 0) = 0
#@ pagemap 0x10000000 2
#| AA
munlock(0x10000000, 2*PAGE) = 0
msync(0x10000000, 2*PAGE, MS_INVALIDATE) = 0
