#@ title mseal_test seal_munmap_two_vma: no part of two sealed VMAs can be unmapped
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE) = 0
mseal(0x10000000, 4*PAGE, 0) = 0
munmap(0x10000000, 2*PAGE) = -1 EPERM (Operation not permitted)
munmap(0x10001000, 2*PAGE) = -1 EPERM (Operation not permitted)
query(0x10000000) = 0 (10000000-10002000 rw-p)
query(0x10003000) = 0 (10002000-10004000 r--p)
