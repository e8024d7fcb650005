#@ title madvise(2): MADV_REMOVE punches a hole into a shared writable mapping only
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, 2*PAGE) = 0
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
store(0x10000000) = 0
madvise(0x10000000, PAGE, MADV_REMOVE) = 0
mmap(0x10008000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, fd, 0) = 0x10008000
madvise(0x10008000, PAGE, MADV_REMOVE) = -1 EACCES (Permission denied)
mmap(0x10010000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10010000
madvise(0x10010000, PAGE, MADV_REMOVE) = -1 EINVAL (Invalid argument)
mmap(0x10018000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10018000
madvise(0x10018000, PAGE, MADV_REMOVE) = 0
