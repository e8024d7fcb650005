#@ title brk(2): a break below where the heap begins is refused
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
b = brk(NULL)
c = brk(b + PAGE)
d = brk(b - 16*PAGE)
query(d - 1) = 0
query(d) = -1 ENOENT (No such file or directory)
