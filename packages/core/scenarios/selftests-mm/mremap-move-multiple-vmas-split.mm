#@ title mremap_test mremap_move_multiple_vmas_split: a range that cuts its first and last VMA takes only what is inside
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10004000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10004000
mremap(0x10002000, 4*PAGE, 4*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10010000) = 0x10010000
query(0x10000000) = 0 (10000000-10002000 rw-p)
query(0x10002000) = -1 ENOENT (No such file or directory)
query(0x10006000) = 0 (10006000-10008000 r--p)
query(0x10010000) = 0 (10010000-10012000 rw-p)
query(0x10012000) = 0 (10012000-10014000 r--p)
