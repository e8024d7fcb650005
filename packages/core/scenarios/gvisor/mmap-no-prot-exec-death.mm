#@ title gVisor MMapTest.NoProtExecDeath: memory that is not executable is SIGSEGV
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
fetch(0x10000040) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x10000040}
