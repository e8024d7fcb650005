#@ title gVisor MremapParamTest.InPlace_ShrinkingAcrossVMAs (shared): shrinking does not mind a boundary
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, PAGE, PROT_NONE) = 0
mremap(0x10000000, 3*PAGE, 2*PAGE, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10001000 ---s)
query(0x10001000) = 0 (10001000-10002000 r--s)
query(0x10002000) = -1 ENOENT (No such file or directory)
