#@ title mlock2_tests mlockall: MCL_CURRENT, MCL_FUTURE and MCL_ONFAULT decide what is locked and what is brought in
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlockall(MCL_CURRENT|MCL_ONFAULT) = 0
msync(0x10000000, 2*PAGE, MS_INVALIDATE) = -1 EBUSY (Device or resource busy)
#@ pagemap 0x10000000 2
#| ..
munlockall() = 0
mlockall(MCL_FUTURE|MCL_ONFAULT) = 0
mmap(0x10004000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10004000
#@ pagemap 0x10004000 2
#| ..
msync(0x10004000, 2*PAGE, MS_INVALIDATE) = -1 EBUSY (Device or resource busy)
msync(0x10000000, 2*PAGE, MS_INVALIDATE) = 0
munlockall() = 0
mlockall(MCL_FUTURE) = 0
mmap(0x10008000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10008000
#@ pagemap 0x10008000 2
#| AA
munlockall() = 0
