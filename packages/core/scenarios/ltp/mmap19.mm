#@ title LTP mmap19: two mappings change places: each address shows the other's page
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
a = memfd_create("first", 0)
b = memfd_create("second", 0)
ftruncate(a, PAGE) = 0
ftruncate(b, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, a, 0) = 0x10000000
mmap(0x10008000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, b, 0) = 0x10008000
load(0x10000000) = 0
load(0x10008000) = 0
munmap(0x10000000, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, b, 0) = 0x10000000
mmap(0x10008000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, a, 0) = 0x10008000
query(0x10000000) = 0 (10000000-10001000 r--s)
load(0x10000000) = 0
load(0x10008000) = 0
