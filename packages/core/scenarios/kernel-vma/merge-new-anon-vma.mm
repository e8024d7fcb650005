#@ title tools/testing/vma merge_new: what was written on one side is the whole mapping's afterwards
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10003000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10003000
store(0x10003000) = 0
mmap(0x10002000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10002000
query(0x10000000) = 0 (10000000-10004000 rw-p)
#@ pagemap 0x10000000 4
#| ...A
# The one anon_vma lets a mapping beside it join, too.
store(0x10000000) = 0
mmap(0x10004000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10004000
query(0x10000000) = 0 (10000000-10005000 rw-p)
