#@ title gVisor MMapTest.ProtWriteOnlyReadable: also where the first access is the read
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
load(0x10000000) = 0
