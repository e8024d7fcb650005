#@ title mmap_region: a directory is refused before anything is touched
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
fd = openat(AT_FDCWD, "/", O_RDONLY|O_DIRECTORY)
mmap(0x10001000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, fd, 0) = -1 ENODEV (No such device)
query(0x10000000) = 0 (10000000-10003000 rw-p)
