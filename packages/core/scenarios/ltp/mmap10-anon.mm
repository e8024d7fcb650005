#@ title LTP mmap10: anonymous memory is mapped, forked, and unmapped in the child
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 32*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
store(0x1001f000) = 0
fork() = 0
store(0x10000000) = 0
munmap(0x10000000, 16*PAGE) = 0
query(0x10010000) = 0 (10010000-10020000 rw-p)
munmap(0x10010000, 16*PAGE) = 0
query(0x10010000) = -1 ENOENT (No such file or directory)
