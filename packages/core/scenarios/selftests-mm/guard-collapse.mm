#@ title guard_regions collapse: MADV_COLLAPSE of memory with markers is refused
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 1024*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10200000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10200000, 512*PAGE, MADV_COLLAPSE) = -1 EINVAL (Invalid argument)
load(0x10200000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10200000}
