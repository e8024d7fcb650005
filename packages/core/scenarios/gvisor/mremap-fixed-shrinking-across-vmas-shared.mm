#@ title gVisor MremapParamTest.Fixed_ShrinkingAcrossVMAs (shared): EFAULT, and nothing is gone (up to 6.16 the tail and the destination were)
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, PAGE, PROT_NONE) = 0
mmap(0x10008000, 2*PAGE, PROT_NONE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10008000
mremap(0x10000000, 3*PAGE, 2*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10008000) = -1 EFAULT (Bad address)
query(0x10000000) = 0 (10000000-10001000 ---s)
query(0x10001000) = 0 (10001000-10003000 r--s 00001000)
query(0x10002000) = 0 (10001000-10003000 r--s 00001000)
query(0x10008000) = 0 (10008000-1000a000 ---s)
query(0x10009000) = 0 (10008000-1000a000 ---s)
