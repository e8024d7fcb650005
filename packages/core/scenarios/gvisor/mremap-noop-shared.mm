#@ title gVisor MremapParamTest.Noop (shared): the same size in the same place is no change
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_NONE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mremap(0x10000000, PAGE, PAGE, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10001000 ---s)
