#@ title gVisor MMapFileTest.MapOffset: a mapping begins at its offset
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
ftruncate(fd, 2*PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, PAGE) = 0x10000000
load(0x10000000) = 0
query(0x10000000) = 0 (10000000-10001000 r--p 00001000)
