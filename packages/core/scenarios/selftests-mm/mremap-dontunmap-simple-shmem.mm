#@ title mremap_dontunmap simple_shmem: the old mapping of shared memory stays, too, and shows the same memory
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shmem", 0)
ftruncate(fd, 5*PAGE) = 0
mmap(0x10000000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
store(0x10000000) = 0
mremap(0x10000000, 5*PAGE, 5*PAGE, MREMAP_MAYMOVE|MREMAP_DONTUNMAP, 0x10008000) = 0x10008000
query(0x10000000) = 0 (10000000-10005000 rw-s)
query(0x10008000) = 0 (10008000-1000d000 rw-s)
store(0x10008000) = 0
store(0x10000000) = 0
