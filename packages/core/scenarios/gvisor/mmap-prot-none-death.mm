#@ title gVisor MMapTest.ProtNoneDeath: reading PROT_NONE memory is SIGSEGV
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
load(0x10000000) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x10000000}
