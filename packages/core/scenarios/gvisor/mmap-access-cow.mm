#@ title gVisor MMapTest.AccessCOWInvalidatesCachedSegments: after a fork each page is copied when it is written
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
store(0x10001000) = 0
fork() = 0
#@ pagemap 0x10000000 2
#| aa
load(0x10000000) = 0
store(0x10000000) = 0
#@ pagemap 0x10000000 2
#| Aa
store(0x10001000) = 0
#@ pagemap 0x10000000 2
#| AA
