#@ title mremap_test move_multi_invalid_vmas: a range that begins with a hole is EFAULT
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10001000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10001000
mmap(0x10003000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10003000
mremap(0x10000000, 4*PAGE, 4*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10010000) = -1 EFAULT (Bad address)
query(0x10001000) = 0 (10001000-10002000 rw-p)
query(0x10003000) = 0 (10003000-10004000 rw-p)
query(0x10011000) = -1 ENOENT (No such file or directory)
