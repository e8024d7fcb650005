#@ title mseal_test seal_discard_ro_anon_on_filebacked: private pages of a file can be discarded
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("test", 0)
ftruncate(fd, 4*PAGE) = 0
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10000000, 4*PAGE, MADV_DONTNEED) = 0
munmap(0x10000000, 4*PAGE) = 0
