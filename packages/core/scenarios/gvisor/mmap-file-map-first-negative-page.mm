#@ title gVisor MMapFileTest.MapFirstNegativePage: EOVERFLOW
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0x8000000000000000) = -1 EOVERFLOW (Value too large for defined data type)
