#@ title LTP mlock05: locked memory is resident
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock(0x10000000, 8*PAGE) = 0
#@ pagemap 0x10000000 8
#| AAAAAAAA
