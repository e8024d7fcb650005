#@ title mmap(2): MAP_NONBLOCK beside MAP_POPULATE brings nothing in
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_POPULATE|MAP_NONBLOCK, -1, 0) = 0x10000000
#@ pagemap 0x10000000 4
#| ....
