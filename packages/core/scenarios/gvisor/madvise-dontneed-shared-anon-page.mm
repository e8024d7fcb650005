#@ title gVisor MadviseDontneedTest.DoesNotModifySharedAnonPage
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
#@ pagemap 0x10000000 1
#| F
madvise(0x10000000, PAGE, MADV_DONTNEED) = 0
#@ pagemap 0x10000000 1
#| .
load(0x10000000) = 0
#@ pagemap 0x10000000 1
#| F
