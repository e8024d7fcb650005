#@ title guard_regions mlock (anonymous): locked memory takes no markers, and may lose them
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock(0x10000000, 10*PAGE) = 0
madvise(0x10000000, 10*PAGE, MADV_GUARD_INSTALL) = -1 EINVAL (Invalid argument)
munlock(0x10000000, 10*PAGE) = 0
madvise(0x10000000, 5*PAGE, MADV_GUARD_INSTALL) = 0
load(0x10004000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10004000}
store(0x10005000) = 0
mlock(0x10005000, 5*PAGE) = 0
madvise(0x10000000, 10*PAGE, MADV_GUARD_REMOVE) = 0
store(0x10000000) = 0
store(0x10004000) = 0
