#@ title LTP madvise09: pages of MADV_FREE stay while memory is not short, and a write cancels it
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
store(0x10001000) = 0
madvise(0x10000000, 4*PAGE, MADV_FREE) = 0
#@ pagemap 0x10000000 4
#| AA..
store(0x10000000) = 0
load(0x10001000) = 0
#@ pagemap 0x10000000 4
#| AA..
