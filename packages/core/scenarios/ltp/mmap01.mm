#@ title LTP mmap01: the rest of a file's last page is zero, can be written, and is not the file
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 100) = 0
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
load(0x100000c8) = 0
store(0x100000c8) = 0
msync(0x10000000, PAGE, MS_SYNC) = 0
munmap(0x10000000, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
load(0x100000c8) = 0
