#@ title guard_regions fault_around (shared memory): mapping around a fault does not touch markers
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("guard", 0)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
store(0x10000000) = 0
store(0x10001000) = 0
store(0x10002000) = 0
store(0x10003000) = 0
munmap(0x10000000, 10*PAGE) = 0
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10002000, PAGE, MADV_GUARD_INSTALL) = 0
load(0x10001000) = 0
load(0x10003000) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
load(0x10002000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10002000}
