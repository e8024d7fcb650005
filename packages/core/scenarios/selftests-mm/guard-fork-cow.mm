#@ title guard_regions fork_cow: markers over inherited pages drop them, and what comes then is zero
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
store(0x10003000) = 0
fork() = 0
#@ pagemap 0x10000000 4
#| a..a
madvise(0x10000000, 4*PAGE, MADV_GUARD_INSTALL) = 0
#@ pagemap 0x10000000 4
#| ssss
madvise(0x10000000, 4*PAGE, MADV_GUARD_REMOVE) = 0
#@ pagemap 0x10000000 4
#| ....
load(0x10000000) = 0
