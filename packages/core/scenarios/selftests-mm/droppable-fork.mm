#@ title mmap(2): MAP_DROPPABLE memory is empty in a child, and stays so by advice
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_ANONYMOUS|MAP_DROPPABLE|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
madvise(0x10000000, 2*PAGE, MADV_KEEPONFORK) = -1 EINVAL (Invalid argument)
fork() = 0
#@ pagemap 0x10000000 2
#| ..
query(0x10000000) = 0 (10000000-10002000 rw-p)
