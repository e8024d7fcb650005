#@ title kernel vma merging: a duplicated descriptor is the same open file
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
a = openat(AT_FDCWD, "f", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(a, 4*PAGE) = 0
b = dup(a)
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, a, 0) = 0x10000000
mmap(0x10002000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, b, 2*PAGE) = 0x10002000
query(0x10000000) = 0 (10000000-10004000 r--s 00000000)
