#@ title gVisor MMapTest.MapDevZeroUnaligned: one and a half pages are two
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "/dev/zero", O_RDWR)
mmap(0x10000000, PAGE + PAGE/2, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
load(0x10001000) = 0
munmap(0x10000000, 2*PAGE) = 0
mmap(0x10000000, PAGE + PAGE/2, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, fd, 0) = 0x10000000
load(0x10001000) = 0
