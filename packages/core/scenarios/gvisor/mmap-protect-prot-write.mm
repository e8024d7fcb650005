#@ title gVisor MMapTest.ProtectProtWrite: memory becomes writable by mprotect
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, PAGE, PROT_READ|PROT_WRITE) = 0
store(0x10000000) = 0
