#@ title LTP brk02: part of the heap with other permissions is a VMA of its own, and shrinking takes it
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
b = brk(NULL)
c = brk(b + 2*PAGE)
mprotect(c - PAGE, PAGE, PROT_NONE) = 0
query(b) = 0
query(c - PAGE) = 0
d = brk(c + PAGE)
store(c) = 0
e = brk(b + PAGE)
query(b) = 0
query(b + PAGE) = -1 ENOENT (No such file or directory)
f = brk(b)
query(b) = -1 ENOENT (No such file or directory)
