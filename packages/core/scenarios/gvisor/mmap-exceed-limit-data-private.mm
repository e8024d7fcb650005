#@ title setrlimit(2): RLIMIT_DATA counts private writable memory, and no other
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
prlimit64(0, RLIMIT_DATA, {rlim_cur=4096, rlim_max=4096}, NULL) = 0
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 ENOMEM (Cannot allocate memory)
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10008000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10008000
mprotect(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE) = -1 ENOMEM (Cannot allocate memory)
