#@ title LTP madvise02: MADV_WIPEONFORK of a file or of shared memory is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
mmap(0x10002000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, fd, 0) = 0x10002000
mmap(0x10004000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10004000
madvise(0x10000000, PAGE, MADV_WIPEONFORK) = -1 EINVAL (Invalid argument)
madvise(0x10002000, PAGE, MADV_WIPEONFORK) = -1 EINVAL (Invalid argument)
madvise(0x10004000, PAGE, MADV_WIPEONFORK) = -1 EINVAL (Invalid argument)
