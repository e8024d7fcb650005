#@ title LTP vma02: a memory policy splits a mapping, and the same policy merges it
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mbind(0x10001000, PAGE, MPOL_PREFERRED, NULL, 0, 0) = 0
query(0x10001000) = 0 (10001000-10002000 rw-p)
mbind(0x10000000, 3*PAGE, MPOL_DEFAULT, NULL, 0, 0) = 0
query(0x10000000) = 0 (10000000-10003000 rw-p)
