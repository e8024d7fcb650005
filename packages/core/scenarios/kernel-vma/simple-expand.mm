#@ title tools/testing/vma simple_expand: a mapping of one page grows to three
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mremap(0x10000000, PAGE, 3*PAGE, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10003000 rw-p)
