#@ title mseal_test seal_mprotect_two_vma_with_gap: a hole makes mprotect and mseal ENOMEM, and nothing was sealed (mseal not tried)
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, PAGE, PROT_READ|PROT_WRITE) = 0
mprotect(0x10003000, PAGE, PROT_READ|PROT_WRITE) = 0
munmap(0x10001000, 2*PAGE) = 0
mprotect(0x10000000, 4*PAGE, PROT_READ) = -1 ENOMEM (Cannot allocate memory)
query(0x10000000) = 0 (10000000-10001000 r--p)
mprotect(0x10000000, PAGE, PROT_READ) = 0
mprotect(0x10003000, PAGE, PROT_READ) = 0
query(0x10003000) = 0 (10003000-10004000 r--p)
