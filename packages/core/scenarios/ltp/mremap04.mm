#@ title LTP mremap04: a mapping that cannot grow in place and may not move is ENOMEM
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10002000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10002000
mremap(0x10000000, 2*PAGE, 3*PAGE, 0) = -1 ENOMEM (Cannot allocate memory)
query(0x10000000) = 0 (10000000-10002000 rw-p)
