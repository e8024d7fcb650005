#@ title gVisor MadviseDontforkTest.DontforkShared
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("shm", 0)
ftruncate(fd, 2*PAGE) = 0
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
madvise(0x10001000, PAGE, MADV_DONTFORK) = 0
query(0x10000000) = 0 (10000000-10001000 rw-s)
query(0x10001000) = 0 (10001000-10002000 rw-s 00001000)
fork() = 0
store(0x10000000) = 0
query(0x10000000) = 0 (10000000-10001000 rw-s)
query(0x10001000) = -1 ENOENT (No such file or directory)
