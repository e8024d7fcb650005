#@ title mremap_test mremap_shrink_multiple_vmas: shrinking takes everything from the new end on, however many VMAs there are
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10002000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10002000
mmap(0x10004000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10004000
mmap(0x10006000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10006000
mremap(0x10000000, 10*PAGE, PAGE, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10001000 rw-p)
query(0x10002000) = -1 ENOENT (No such file or directory)
query(0x10004000) = -1 ENOENT (No such file or directory)
query(0x10006000) = -1 ENOENT (No such file or directory)
