#@ title gVisor MremapParamTest.InPlace_ExpansionSuccess (shared)
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_NONE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10001000, PAGE) = 0
mremap(0x10000000, PAGE, 2*PAGE, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10002000 ---s)
