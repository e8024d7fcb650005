#@ title guard_regions mremap_move (shared memory): markers move along
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("guard", 0)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10004000, PAGE, MADV_GUARD_INSTALL) = 0
mmap(0x10010000, 5*PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10010000
mremap(0x10000000, 5*PAGE, 5*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10010000) = 0x10010000
load(0x10010000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10010000}
load(0x10014000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10014000}
store(0x10012000) = 0
query(0x10010000) = 0 (10010000-10015000 rw-s)
