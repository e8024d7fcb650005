#@ title mmap(2): a file that is open for appending can be mapped shared and writable: only its append-only attribute forbids it
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "mmapfile", O_RDWR|O_CREAT|O_APPEND, 0600)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10001000 rw-s)
