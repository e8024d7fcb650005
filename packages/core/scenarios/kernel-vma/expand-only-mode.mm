#@ title tools/testing/vma expand_only_mode: the heap grows at its end and stays one mapping
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
b = brk(NULL)
c = brk(b + 3*PAGE)
d = brk(c + 6*PAGE)
query(b) = 0
munmap(d - PAGE, PAGE) = 0
query(c) = 0
