#@ title guard_regions pagemap (a file): pagemap shows a marker, not a page
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "guard-file", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 6*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
#@ pagemap 0x10000000 6
#| ......
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10002000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10004000, PAGE, MADV_GUARD_INSTALL) = 0
#@ pagemap 0x10000000 6
#| s.s.s.
