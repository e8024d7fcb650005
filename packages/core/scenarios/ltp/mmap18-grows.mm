#@ title LTP mmap18: a MAP_GROWSDOWN mapping grows to the page below it that is touched
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10200000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_GROWSDOWN, -1, 0) = 0x10200000
store(0x10200000) = 0
store(0x101ff000) = 0
query(0x101ff000) = 0 (101ff000-10202000 rw-p)
store(0x101f4000) = 0
query(0x101f4000) = 0 (101f4000-10202000 rw-p)
