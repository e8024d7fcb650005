#@ title LTP munmap01: part of a mapping is unmapped, the rest stays
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 4*PAGE) = 0
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
munmap(0x10001000, 2*PAGE) = 0
load(0x10000000) = 0
load(0x10001000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10001000}
load(0x10002000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10002000}
load(0x10003000) = 0
query(0x10000000) = 0 (10000000-10001000 rw-s)
query(0x10003000) = 0 (10003000-10004000 rw-s 00003000)
