#@ title LTP mmap09: a mapped file grows: the new pages are there
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 4*PAGE) = 0
mmap(0x10000000, 8*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
load(0x10004000) = ? SIGBUS {si_code=BUS_ADRERR, si_addr=0x10004000}
ftruncate(fd, 8*PAGE) = 0
load(0x10004000) = 0
store(0x10007000) = 0
