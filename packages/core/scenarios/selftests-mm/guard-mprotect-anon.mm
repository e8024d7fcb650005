#@ title guard_regions mprotect (anonymous): permissions have no bearing on markers
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10005000, 2*PAGE, MADV_GUARD_INSTALL) = 0
load(0x10005000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10005000}
load(0x10006000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10006000}
mprotect(0x10005000, 2*PAGE, PROT_READ) = 0
load(0x10005000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10005000}
load(0x10006000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10006000}
query(0x10005000) = 0 (10005000-10007000 r--p)
madvise(0x10005000, 2*PAGE, MADV_GUARD_INSTALL) = 0
load(0x10006000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10006000}
madvise(0x10000000, 10*PAGE, MADV_GUARD_REMOVE) = 0
load(0x10005000) = 0
load(0x10006000) = 0
load(0x10000000) = 0
