#@ title brk(2): the heap does not grow into the next mapping, nor up to it
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
b = brk(NULL)
c = brk(b + PAGE)
p = mmap(c + 3*PAGE, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
d = brk(c + 3*PAGE)
query(c) = -1 ENOENT (No such file or directory)
e = brk(c + 2*PAGE)
query(c) = 0
query(c + 2*PAGE) = -1 ENOENT (No such file or directory)
