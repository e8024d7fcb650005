#@ title mremap_test: 8 KiB move from page to page, contents and all
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10001000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10001000
store(0x10001000) = 0
store(0x10002000) = 0
mremap(0x10001000, 2*PAGE, 2*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10005000) = 0x10005000
query(0x10001000) = -1 ENOENT (No such file or directory)
query(0x10005000) = 0 (10005000-10007000 rw-p)
#@ pagemap 0x10005000 2
#| AA
