#@ title gVisor MMapTest.NoReserve: memory without a reserve can be used
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2560*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_NORESERVE, -1, 0) = 0x10000000
load(0x10000000) = 0
store(0x10000000) = 0
store(0x109ff000) = 0
