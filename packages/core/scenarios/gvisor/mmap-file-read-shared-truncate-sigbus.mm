#@ title gVisor MMapFileTest.ReadSharedTruncateSIGBUS: reading what was cut off is SIGBUS
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
load(0x10000000) = 0
ftruncate(fd, 0) = 0
load(0x10000000) = ? SIGBUS {si_code=BUS_ADRERR, si_addr=0x10000000}
