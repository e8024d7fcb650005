#@ title gVisor MincoreTest.UnalignedLengthSucceedsAndIsRoundedUp
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mincore(0x10000000, PAGE + PAGE/2, [...]) = 0
munmap(0x10001000, PAGE) = 0
mincore(0x10000000, PAGE + PAGE/2, [...]) = -1 ENOMEM (Cannot allocate memory)
