#@ title tools/testing/vma simple_modify: other flags in the middle make three
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10001000, PAGE, PROT_READ) = 0
query(0x10000000) = 0 (10000000-10001000 rw-p)
query(0x10001000) = 0 (10001000-10002000 r--p)
query(0x10002000) = 0 (10002000-10003000 rw-p)
