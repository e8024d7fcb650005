#@ title gVisor MadviseDontneedTest.DoesNotModifySharedFilePage
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
store(0x10000000) = 0
madvise(0x10000000, PAGE, MADV_DONTNEED) = 0
load(0x10000000) = 0
#@ pagemap 0x10000000 1
#| F
