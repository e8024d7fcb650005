#@ title mmap(2): a hint where something is mapped is not taken, and nothing is replaced
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
p = mmap(0x10001000, 2*PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
query(0x10000000) = 0 (10000000-10002000 rw-p)
query(0x10002000) = -1 ENOENT (No such file or directory)
query(p) = 0
