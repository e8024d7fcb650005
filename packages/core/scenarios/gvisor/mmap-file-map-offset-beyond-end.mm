#@ title gVisor MMapFileTest.MapOffsetBeyondEnd: an offset beyond the end can be mapped, and is SIGBUS
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
ftruncate(fd, 2048) = 0
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, fd, 10*PAGE) = 0x10000000
store(0x10000000) = ? SIGBUS {si_code=BUS_ADRERR, si_addr=0x10000000}
