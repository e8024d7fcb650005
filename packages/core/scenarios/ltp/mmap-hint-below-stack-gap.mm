#@ title mmap(2): a hint so near below a stack is not taken
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
mmap(0x1012c000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_GROWSDOWN, -1, 0) = 0x1012c000
p = mmap(0x10064000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
query(0x10064000) = -1 ENOENT (No such file or directory)
query(p) = 0
mmap(0x1002b000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x1002b000
