#@ title LTP mprotect03: a write is SIGSEGV when PROT_WRITE was taken away
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
mprotect(0x10000000, PAGE, PROT_READ) = 0
store(0x10000000) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x10000000}
load(0x10000000) = 0
