#@ title gVisor MMapNoFixtureTest.WriteReadOnlyIsAccErr: what permissions forbid is SEGV_ACCERR
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x10000000}
fetch(0x10000000) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x10000000}
