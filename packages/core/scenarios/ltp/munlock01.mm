#@ title LTP munlock01: what was locked can be unlocked
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock(0x10000000, 4*PAGE) = 0
munlock(0x10000000, PAGE) = 0
munlock(0x10001000, 3*PAGE) = 0
msync(0x10000000, 4*PAGE, MS_INVALIDATE) = 0
