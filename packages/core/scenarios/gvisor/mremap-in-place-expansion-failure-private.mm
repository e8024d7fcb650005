#@ title gVisor MremapParamTest.InPlace_ExpansionFailure (private): what is behind is in the way
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10001000, PAGE) = 0
mremap(0x10000000, PAGE, 3*PAGE, 0) = -1 ENOMEM (Cannot allocate memory)
query(0x10000000) = 0 (10000000-10001000 ---p)
query(0x10001000) = -1 ENOENT (No such file or directory)
query(0x10002000) = 0 (10002000-10003000 ---p)
