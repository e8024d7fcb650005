#@ title LTP madvise10: the advice is inherited: a grandchild's memory is empty, too
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10000000, 2*PAGE, MADV_WIPEONFORK) = 0
fork() = 0
store(0x10000000) = 0
fork() = 0
#@ pagemap 0x10000000 2
#| ..
