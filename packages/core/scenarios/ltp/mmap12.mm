#@ title LTP mmap12: MAP_POPULATE brings every page in
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("populate", 0)
ftruncate(fd, 4*PAGE) = 0
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED|MAP_POPULATE, fd, 0) = 0x10000000
#@ pagemap 0x10000000 4
#| AAAA
mmap(0x10008000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_POPULATE, -1, 0) = 0x10008000
#@ pagemap 0x10008000 4
#| AAAA
