#@ title gVisor MMapTest.MapDevZeroPrivate: /dev/zero can be mapped private
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "/dev/zero", O_RDWR)
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, fd, 0) = 0x10000000
store(0x10000000) = 0
query(0x10000000) = 0 (10000000-10001000 rw-p)
