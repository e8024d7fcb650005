#@ title LTP sbrk01: the break goes up and down by a page
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
b = brk(NULL)
c = brk(b + 8192)
store(b) = 0
store(b + PAGE) = 0
d = brk(c - 8192)
query(b) = -1 ENOENT (No such file or directory)
