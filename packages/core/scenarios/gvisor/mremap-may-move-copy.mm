#@ title gVisor MremapTest.MayMove_Copy: shared memory can be mapped a second time so
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
p = mremap(0x10000000, 0, PAGE, MREMAP_MAYMOVE)
query(0x10000000) = 0 (10000000-10001000 rw-s)
query(p) = 0
