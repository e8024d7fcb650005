#@ title guard_regions mremap_expand (shared memory): when a mapping grows, markers stay at their pages
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("guard", 0)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10004000, PAGE, MADV_GUARD_INSTALL) = 0
mremap(0x10000000, 5*PAGE, 10*PAGE, 0) = 0x10000000
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
load(0x10004000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10004000}
store(0x10005000) = 0
mmap(0x10020000, 20*PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10020000
mremap(0x10000000, 10*PAGE, 20*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10020000) = 0x10020000
load(0x10020000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10020000}
load(0x10024000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10024000}
store(0x10029000) = 0
store(0x10033000) = 0
