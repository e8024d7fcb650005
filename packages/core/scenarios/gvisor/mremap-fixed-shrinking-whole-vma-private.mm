#@ title gVisor MremapParamTest.Fixed_ShrinkingWholeVMA (private)
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mremap(0x10000000, 2*PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10008000) = 0x10008000
query(0x10000000) = -1 ENOENT (No such file or directory)
query(0x10001000) = -1 ENOENT (No such file or directory)
query(0x10008000) = 0 (10008000-10009000 ---p)
query(0x10009000) = -1 ENOENT (No such file or directory)
