#@ title LTP mremap05: the mapping moves, with what is in it
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
mremap(0x10000000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10008000) = 0x10008000
#@ pagemap 0x10008000 1
#| A
query(0x10000000) = -1 ENOENT (No such file or directory)
