#@ title guard_regions fork_wipeonfork: memory that is wiped on fork loses its markers in the child
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10000000, 10*PAGE, MADV_WIPEONFORK) = 0
madvise(0x10000000, 5*PAGE, MADV_GUARD_INSTALL) = 0
fork() = 0
store(0x10000000) = 0
store(0x10004000) = 0
store(0x10009000) = 0
