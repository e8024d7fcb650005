#@ title tools/testing/vma merge_extend: a mapping that grows into the hole before another becomes one with it
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10003000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10003000
mremap(0x10000000, PAGE, 3*PAGE, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10004000 rw-p)
