#@ title gVisor MremapLockedTest.Basic: what grows stays locked, and is brought in
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_LOCKED, -1, 0) = 0x10000000
mremap(0x10000000, PAGE, 2*PAGE, MREMAP_MAYMOVE) = 0x10000000
msync(0x10000000, 2*PAGE, MS_ASYNC|MS_INVALIDATE) = -1 EBUSY (Device or resource busy)
#@ pagemap 0x10000000 2
#| AA
