#@ title mremap_test mremap_move_multiple_vmas: several VMAs move at once, and keep the holes between them
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10002000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10002000
mmap(0x10004000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10004000
store(0x10002000) = 0
mremap(0x10000000, 5*PAGE, 5*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10010000) = 0x10010000
query(0x10010000) = 0 (10010000-10011000 rw-p)
query(0x10011000) = -1 ENOENT (No such file or directory)
query(0x10012000) = 0 (10012000-10013000 rw-p)
query(0x10014000) = 0 (10014000-10015000 r--p)
query(0x10000000) = -1 ENOENT (No such file or directory)
query(0x10002000) = -1 ENOENT (No such file or directory)
query(0x10004000) = -1 ENOENT (No such file or directory)
#@ pagemap 0x10010000 5
#| ..A..
