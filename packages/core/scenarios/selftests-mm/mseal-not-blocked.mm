#@ title mseal(2): mlock, munlock, faults and advice that keeps the content work on sealed memory
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mseal(0x10000000, 2*PAGE, 0) = 0
mlock(0x10000000, 2*PAGE) = 0
munlock(0x10000000, 2*PAGE) = 0
store(0x10001000) = 0
madvise(0x10000000, 2*PAGE, MADV_COLD) = 0
query(0x10000000) = 0 (10000000-10002000 rw-p)
