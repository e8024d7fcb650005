#@ title LTP mincore03: untouched anonymous pages are not resident
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mincore(0x10000000, 4*PAGE, [...]) = 0
#@ pagemap 0x10000000 4
#| ....
