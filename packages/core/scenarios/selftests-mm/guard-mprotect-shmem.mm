#@ title guard_regions mprotect (shared memory): permissions have no bearing on markers
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("guard", 0)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10005000, 2*PAGE, MADV_GUARD_INSTALL) = 0
load(0x10005000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10005000}
load(0x10006000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10006000}
mprotect(0x10005000, 2*PAGE, PROT_READ) = 0
load(0x10005000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10005000}
load(0x10006000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10006000}
query(0x10005000) = 0 (10005000-10007000 r--s 00005000)
madvise(0x10005000, 2*PAGE, MADV_GUARD_INSTALL) = 0
load(0x10006000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10006000}
madvise(0x10000000, 10*PAGE, MADV_GUARD_REMOVE) = 0
load(0x10005000) = 0
load(0x10006000) = 0
load(0x10000000) = 0
