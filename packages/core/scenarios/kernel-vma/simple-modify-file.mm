#@ title tools/testing/vma simple_modify: the three parts of a file mapping keep their page offsets 0, 1 and 2
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, 3*PAGE) = 0
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
mprotect(0x10001000, PAGE, PROT_READ) = 0
query(0x10000000) = 0 (10000000-10001000 rw-s 00000000)
query(0x10001000) = 0 (10001000-10002000 r--s 00001000)
query(0x10002000) = 0 (10002000-10003000 rw-s 00002000)
