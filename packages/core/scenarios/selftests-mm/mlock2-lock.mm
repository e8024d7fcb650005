#@ title mlock2_tests mlock_lock: mlock2 without flags locks and brings pages in, munlock lets go
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock2(0x10000000, 3*PAGE, 0) = 0
#@ pagemap 0x10000000 3
#| AAA
msync(0x10000000, 3*PAGE, MS_INVALIDATE) = -1 EBUSY (Device or resource busy)
munlock(0x10000000, 3*PAGE) = 0
msync(0x10000000, 3*PAGE, MS_INVALIDATE) = 0
