#@ title guard_regions mremap_shrink (a file): markers that are cut off do not come back
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "guard-file", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10004000, PAGE, MADV_GUARD_INSTALL) = 0
mremap(0x10000000, 5*PAGE, 3*PAGE, MREMAP_MAYMOVE) = 0x10000000
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
store(0x10001000) = 0
store(0x10002000) = 0
mremap(0x10000000, 3*PAGE, 5*PAGE, 0) = 0x10000000
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
store(0x10003000) = 0
store(0x10004000) = 0
