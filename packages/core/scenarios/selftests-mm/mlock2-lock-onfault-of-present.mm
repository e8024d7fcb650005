#@ title mlock2_tests lock_onfault_of_present: pages that are there already are locked on fault, too
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
mlock2(0x10000000, 2*PAGE, MLOCK_ONFAULT) = 0
msync(0x10000000, 2*PAGE, MS_INVALIDATE) = -1 EBUSY (Device or resource busy)
munlock(0x10000000, 2*PAGE) = 0
