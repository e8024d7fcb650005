#@ title LTP mlock201: mlock2 with MLOCK_ONFAULT does not
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock2(0x10000000, 3*PAGE, MLOCK_ONFAULT) = 0
#@ pagemap 0x10000000 3
#| ...
munlock(0x10000000, 3*PAGE) = 0
