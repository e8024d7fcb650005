#@ title gVisor MadviseDontneedTest.ZerosPrivateAnonPage
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
load(0x10000000) = 0
store(0x10000000) = 0
#@ pagemap 0x10000000 1
#| A
madvise(0x10000000, PAGE, MADV_DONTNEED) = 0
#@ pagemap 0x10000000 1
#| .
load(0x10000000) = 0
#@ pagemap 0x10000000 1
#| a
