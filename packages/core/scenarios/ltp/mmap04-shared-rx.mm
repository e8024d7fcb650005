#@ title LTP mmap04: /proc/self/maps shows the permissions of a shared mapping (read, execute)
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_EXEC, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10001000 r-xs)
