#@ title guard_regions populate (shared memory): MADV_POPULATE_READ and MADV_POPULATE_WRITE of markers are EFAULT
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("guard", 0)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10000000, 10*PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10000000, 10*PAGE, MADV_POPULATE_READ) = -1 EFAULT (Bad address)
madvise(0x10000000, 10*PAGE, MADV_POPULATE_WRITE) = -1 EFAULT (Bad address)
