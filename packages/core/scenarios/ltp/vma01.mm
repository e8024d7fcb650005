#@ title LTP vma01: a mapping beside memory that was inherited by fork stays apart
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
fork() = 0
store(0x10000000) = 0
mmap(0x10003000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10003000
query(0x10000000) = 0 (10000000-10003000 rw-p)
query(0x10003000) = 0 (10003000-10006000 rw-p)
