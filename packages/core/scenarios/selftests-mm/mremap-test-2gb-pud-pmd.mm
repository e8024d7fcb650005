#@ title mremap_test: 2 GiB at a 1 GiB boundary move to a 2 MiB boundary
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
mmap(0x40000000, 2*G, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_NORESERVE, -1, 0) = 0x40000000
store(0x40000000) = 0
store(0xbffff000) = 0
mremap(0x40000000, 2*G, 2*G, MREMAP_MAYMOVE|MREMAP_FIXED, 0x100200000) = 0x100200000
query(0x40000000) = -1 ENOENT (No such file or directory)
load(0x1801ff000) = 0
query(0x180200000) = -1 ENOENT (No such file or directory)
