#@ title LTP max_map_count: permissions that take turns make as many VMAs
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 8*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10001000, PAGE, PROT_NONE) = 0
mprotect(0x10003000, PAGE, PROT_NONE) = 0
mprotect(0x10005000, PAGE, PROT_NONE) = 0
mprotect(0x10007000, PAGE, PROT_NONE) = 0
query(0x10000000) = 0 (10000000-10001000 r--p)
query(0x10001000) = 0 (10001000-10002000 ---p)
query(0x10006000) = 0 (10006000-10007000 r--p)
query(0x10007000) = 0 (10007000-10008000 ---p)
