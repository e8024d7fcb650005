#@ title LTP mprotect02: a write is SIGSEGV until PROT_WRITE is given
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
store(0x10000000) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x10000000}
mprotect(0x10000000, PAGE, PROT_WRITE) = 0
store(0x10000000) = 0
