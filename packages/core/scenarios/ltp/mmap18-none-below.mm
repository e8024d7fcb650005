#@ title LTP mmap18: memory without permissions below keeps no distance
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10008000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_GROWSDOWN, -1, 0) = 0x10008000
store(0x10001000) = 0
query(0x10001000) = 0 (10001000-1000a000 rw-p)
load(0x10000000) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x10000000}
