#@ title kernel vma merging: the same file opened twice is two files
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
a = openat(AT_FDCWD, "f", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(a, 4*PAGE) = 0
b = openat(AT_FDCWD, "f", O_RDWR)
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, a, 0) = 0x10000000
mmap(0x10002000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, b, 2*PAGE) = 0x10002000
query(0x10000000) = 0 (10000000-10002000 r--s 00000000)
query(0x10002000) = 0 (10002000-10004000 r--s 00002000)
