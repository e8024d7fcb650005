#@ title mremap_test mremap_move_1mb_from_start: pages from the second MiB of a mapping move onto another
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2048*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x11000000, 2048*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x11000000
store(0x10100000) = 0
mremap(0x10100000, 256*PAGE, 256*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x11000000) = 0x11000000
query(0x11000000) = 0 (11000000-11100000 rw-p)
query(0x11100000) = 0 (11100000-11800000 rw-p)
query(0x10000000) = 0 (10000000-10100000 rw-p)
query(0x10100000) = -1 ENOENT (No such file or directory)
query(0x10200000) = 0 (10200000-10800000 rw-p)
#@ pagemap 0x11000000 2
#| A.
