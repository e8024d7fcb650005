#@ title gVisor MadviseDontneedTest.ZerosCOWAnonPageInCallerOnly
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
fork() = 0
#@ pagemap 0x10000000 1
#| a
madvise(0x10000000, PAGE, MADV_DONTNEED) = 0
#@ pagemap 0x10000000 1
#| .
