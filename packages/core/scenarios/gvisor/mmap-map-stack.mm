#@ title gVisor MMapTest.MapStack: MAP_STACK is allowed, and no reason to grow
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_STACK, -1, 0) = 0x10000000
store(0x10000000) = 0
query(0x10000000) = 0 (10000000-10001000 rw-p)
