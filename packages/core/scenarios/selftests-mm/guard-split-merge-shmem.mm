#@ title guard_regions split_merge (shared memory): splitting and merging keeps markers
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("guard", 0)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10000000, 10*PAGE, MADV_GUARD_INSTALL) = 0
munmap(0x10002000, PAGE) = 0
munmap(0x10005000, PAGE) = 0
munmap(0x10008000, PAGE) = 0
load(0x10001000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10001000}
load(0x10003000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10003000}
load(0x10007000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10007000}
load(0x10009000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10009000}
mmap(0x10002000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10002000
mmap(0x10005000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10005000
mmap(0x10008000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10008000
load(0x10001000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10001000}
store(0x10002000) = 0
load(0x10003000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10003000}
store(0x10005000) = 0
store(0x10008000) = 0
load(0x10009000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10009000}
madvise(0x10000000, 10*PAGE, MADV_GUARD_INSTALL) = 0
store(0x10002000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10002000}
# Three parts, and one again.
mprotect(0x10000000, 3*PAGE, PROT_READ) = 0
mprotect(0x10007000, 3*PAGE, PROT_READ) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
load(0x10009000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10009000}
mprotect(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE) = 0
mprotect(0x10007000, 3*PAGE, PROT_READ|PROT_WRITE) = 0
store(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
store(0x10009000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10009000}
query(0x10005000) = 0 (10005000-10006000 rw-s)
madvise(0x10000000, 10*PAGE, MADV_GUARD_REMOVE) = 0
load(0x10000000) = 0
store(0x10009000) = 0
