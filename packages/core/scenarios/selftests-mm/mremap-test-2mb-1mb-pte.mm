#@ title mremap_test: 2 MiB at an odd MiB move to a page boundary
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10100000, 512*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10100000
store(0x10100000) = 0
store(0x102ff000) = 0
mremap(0x10100000, 512*PAGE, 512*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10501000) = 0x10501000
query(0x10100000) = -1 ENOENT (No such file or directory)
query(0x10501000) = 0 (10501000-10701000 rw-p)
#@ pagemap 0x10501000 2
#| A.
#@ pagemap 0x106ff000 2
#| .A
