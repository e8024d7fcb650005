#@ title LTP mprotect04: code runs when PROT_EXEC is given
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
fetch(0x10000040) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x10000040}
mprotect(0x10000000, PAGE, PROT_READ|PROT_EXEC) = 0
fetch(0x10000040) = 0
