#@ title guard_regions cold_pageout: MADV_PAGEOUT leaves markers where they are
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10000000, 4*PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10000000, 4*PAGE, MADV_PAGEOUT) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
