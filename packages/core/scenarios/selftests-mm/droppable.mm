#@ title droppable: MAP_DROPPABLE maps memory that can be written
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_ANONYMOUS|MAP_DROPPABLE|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
query(0x10000000) = 0 (10000000-10004000 rw-p)
