#@ title guard_regions cold_pageout (a file): MADV_COLD leaves markers where they are
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "guard-file", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10000000, 4*PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10000000, 4*PAGE, MADV_COLD) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
store(0x10003000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10003000}
