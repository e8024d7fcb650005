#@ title munmap(2): one call takes several mappings, and parts of the first and last
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10003000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10003000
mmap(0x10006000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10006000
munmap(0x10001000, 6*PAGE) = 0
query(0x10000000) = 0 (10000000-10001000 rw-p)
query(0x10003000) = -1 ENOENT (No such file or directory)
query(0x10007000) = 0 (10007000-10008000 rw-p)
