#@ title guard_regions hole_punch (shared memory): MADV_REMOVE leaves markers where they are
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("guard", 0)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
store(0x10003000) = 0
madvise(0x10003000, 4*PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10003000, 4*PAGE, MADV_REMOVE) = 0
load(0x10003000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10003000}
load(0x10006000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10006000}
madvise(0x10003000, 4*PAGE, MADV_GUARD_REMOVE) = 0
load(0x10003000) = 0
store(0x10006000) = 0
