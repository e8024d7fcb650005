#@ title LTP mmap13: an access beyond the end of the file is SIGBUS
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
store(0x10000000) = 0
store(0x10001000) = ? SIGBUS {si_code=BUS_ADRERR, si_addr=0x10001000}
