#@ title guard_regions map_private (a file): markers are the mapping's, not the file's
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "guard-file", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
mmap(0x10008000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, fd, 0) = 0x10008000
store(0x10000000) = 0
store(0x10002000) = 0
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10002000, PAGE, MADV_GUARD_INSTALL) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
load(0x10001000) = 0
load(0x10008000) = 0
load(0x1000a000) = 0
madvise(0x10008000, PAGE, MADV_GUARD_INSTALL) = 0
load(0x10008000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10008000}
madvise(0x10000000, 4*PAGE, MADV_GUARD_REMOVE) = 0
load(0x10000000) = 0
load(0x10008000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10008000}
madvise(0x10008000, 4*PAGE, MADV_GUARD_REMOVE) = 0
load(0x10008000) = 0
# Private pages are dropped like any other.
store(0x10008000) = 0
madvise(0x10008000, 2*PAGE, MADV_GUARD_INSTALL) = 0
store(0x10008000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10008000}
load(0x10000000) = 0
madvise(0x10008000, 2*PAGE, MADV_GUARD_REMOVE) = 0
load(0x10008000) = 0
