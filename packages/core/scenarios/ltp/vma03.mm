#@ title LTP vma03 (CVE-2011-2496): with 64 bits the largest file offset is far from where page offsets wrap, and the mapping grows
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0x7fffffffffffe000) = 0x10000000
mremap(0x10000000, PAGE, 0x10000*PAGE, MREMAP_MAYMOVE) = 0x10000000
query(0x10000000) = 0 (10000000-20000000 rw-s 7fffffffffffe000)
