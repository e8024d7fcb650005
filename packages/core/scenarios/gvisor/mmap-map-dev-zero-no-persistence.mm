#@ title gVisor MMapTest.MapDevZeroNoPersistence: two shared mappings of /dev/zero are not the same memory
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
a = openat(AT_FDCWD, "/dev/zero", O_RDWR)
b = openat(AT_FDCWD, "/dev/zero", O_RDWR)
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, a, 0) = 0x10000000
mmap(0x10001000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, b, 0) = 0x10001000
query(0x10000000) = 0 (10000000-10001000 rw-s)
query(0x10001000) = 0 (10001000-10002000 rw-s)
