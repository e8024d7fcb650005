#@ title guard_regions pagemap (anonymous): pagemap shows a marker, not a page
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 6*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
#@ pagemap 0x10000000 6
#| ......
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10002000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10004000, PAGE, MADV_GUARD_INSTALL) = 0
#@ pagemap 0x10000000 6
#| s.s.s.
