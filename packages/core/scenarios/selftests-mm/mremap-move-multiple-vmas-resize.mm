#@ title mremap_test move_multi_invalid_vmas: several VMAs cannot be resized while they move
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10002000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10002000
mremap(0x10000000, 4*PAGE, 5*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10010000) = -1 EFAULT (Bad address)
query(0x10000000) = 0 (10000000-10002000 rw-p)
query(0x10002000) = 0 (10002000-10004000 r--p)
