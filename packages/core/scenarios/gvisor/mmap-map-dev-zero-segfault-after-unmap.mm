#@ title gVisor MMapTest.MapDevZeroSegfaultAfterUnmap: unmapped is unmapped
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "/dev/zero", O_RDWR)
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
munmap(0x10000000, PAGE) = 0
store(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
