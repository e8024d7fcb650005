#@ title gVisor MremapParamTest.MayMove_Expansion (shared): the kernel finds a place for what cannot grow where it is
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
mmap(0x10000000, 3*PAGE, PROT_NONE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10001000, PAGE) = 0
p = mremap(0x10000000, PAGE, 3*PAGE, MREMAP_MAYMOVE)
query(0x10000000) = -1 ENOENT (No such file or directory)
query(0x10001000) = -1 ENOENT (No such file or directory)
query(0x10002000) = 0 (10002000-10003000 ---s 00002000)
query(p + 2*PAGE) = 0
