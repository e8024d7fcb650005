#@ title LTP madvise12: guard markers are SIGSEGV, and gone after MADV_GUARD_REMOVE
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 16*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10008000) = 0
madvise(0x10008000, PAGE, MADV_GUARD_INSTALL) = 0
store(0x10008000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10008000}
store(0x10007000) = 0
store(0x10009000) = 0
madvise(0x10008000, PAGE, MADV_GUARD_REMOVE) = 0
store(0x10008000) = 0
