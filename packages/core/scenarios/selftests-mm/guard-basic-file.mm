#@ title guard_regions basic (a file): guard markers make SIGSEGV of every access, until they are removed
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "guard-file", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
store(0x10000000) = 0
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
store(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
store(0x10001000) = 0
madvise(0x10009000, PAGE, MADV_GUARD_INSTALL) = 0
store(0x10009000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10009000}
store(0x10008000) = 0
madvise(0x10000000, PAGE, MADV_GUARD_REMOVE) = 0
store(0x10000000) = 0
madvise(0x10009000, PAGE, MADV_GUARD_REMOVE) = 0
load(0x10009000) = 0
# A range, over pages that are there.
madvise(0x10000000, 3*PAGE, MADV_GUARD_INSTALL) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
load(0x10001000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10001000}
store(0x10002000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10002000}
load(0x10003000) = 0
madvise(0x10000000, 10*PAGE, MADV_GUARD_REMOVE) = 0
store(0x10000000) = 0
store(0x10002000) = 0
# Removing what is not there changes nothing.
madvise(0x10000000, 10*PAGE, MADV_GUARD_REMOVE) = 0
load(0x10000000) = 0
query(0x10000000) = 0 (10000000-1000a000 rw-s)
munmap(0x10000000, 10*PAGE) = 0
