#@ title LTP mmap03: an executable mapping of a file; on x86 it can be read as well
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, PAGE) = 0
ro = openat(AT_FDCWD, "mmapfile", O_RDONLY)
mmap(0x10000000, PAGE, PROT_EXEC, MAP_SHARED|MAP_FIXED, ro, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10001000 --xs)
load(0x10000000) = 0
