#@ title LTP brk01: the break goes up by odd amounts, back, and down
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
b = brk(NULL)
c = brk(b + 1023)
query(b) = 0
store(c - 1) = 0
d = brk(b + 2*PAGE + 17)
query(d) = 0
e = brk(b)
query(e) = -1 ENOENT (No such file or directory)
