#@ title LTP mprotect01: protecting what is not mapped is ENOMEM
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mprotect(0x10000000, PAGE, PROT_READ) = -1 ENOMEM (Cannot allocate memory)
mprotect(NULL, 1024, PROT_READ) = -1 ENOMEM (Cannot allocate memory)
