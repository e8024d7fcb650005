#@ title gVisor MadviseDontforkTest.DontforkAnonPrivate
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10001000, PAGE, MADV_DONTFORK) = 0
store(0x10000000) = 0
store(0x10001000) = 0
store(0x10002000) = 0
fork() = 0
query(0x10000000) = 0 (10000000-10001000 rw-p)
query(0x10001000) = -1 ENOENT (No such file or directory)
query(0x10002000) = 0 (10002000-10003000 rw-p)
#@ pagemap 0x10000000 3
#| a.a
store(0x10000000) = 0
#@ pagemap 0x10000000 3
#| A.a
