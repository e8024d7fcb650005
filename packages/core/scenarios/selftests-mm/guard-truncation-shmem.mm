#@ title guard_regions truncation (shared memory): markers outlive what the file is cut to
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("guard", 0)
ftruncate(fd, 10*PAGE) = 0
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10008000, PAGE, MADV_GUARD_INSTALL) = 0
ftruncate(fd, 5*PAGE) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
load(0x10004000) = 0
load(0x10005000) = ? SIGBUS {si_code=BUS_ADRERR, si_addr=0x10005000}
load(0x10008000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10008000}
ftruncate(fd, 10*PAGE) = 0
load(0x10005000) = 0
load(0x10008000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10008000}
ftruncate(fd, 0) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
load(0x10001000) = ? SIGBUS {si_code=BUS_ADRERR, si_addr=0x10001000}
