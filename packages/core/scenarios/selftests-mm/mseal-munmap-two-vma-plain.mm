#@ title mseal_test seal_munmap_two_vma: without a seal two VMAs can be unmapped in parts
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE) = 0
munmap(0x10000000, 2*PAGE) = 0
munmap(0x10001000, 2*PAGE) = 0
query(0x10000000) = -1 ENOENT (No such file or directory)
query(0x10003000) = 0 (10003000-10004000 r--p)
