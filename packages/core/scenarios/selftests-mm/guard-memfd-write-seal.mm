#@ title guard_regions memfd_write_seal: a memfd sealed against writing takes markers
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("guard", MFD_ALLOW_SEALING)
ftruncate(fd, 10*PAGE) = 0
fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE) = 0
mmap(0x10000000, 10*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10002000, PAGE, MADV_GUARD_INSTALL) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
load(0x10001000) = 0
load(0x10002000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10002000}
madvise(0x10000000, 10*PAGE, MADV_GUARD_REMOVE) = 0
load(0x10000000) = 0
