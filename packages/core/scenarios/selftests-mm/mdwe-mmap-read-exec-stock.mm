#@ title mdwe mmap_READ_EXEC: memory that is executable from the start is allowed
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_EXEC, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10001000 r-xs)
