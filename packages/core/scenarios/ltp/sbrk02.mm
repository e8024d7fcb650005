#@ title LTP sbrk02: more heap than user space has is refused, and the break stays
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
b = brk(NULL)
c = brk(b + PAGE)
d = brk(0x7fffffffffff)
# The answer is the old break: nothing was unmapped by going there.
e = brk(d)
query(c - 1) = 0
query(e) = -1 ENOENT (No such file or directory)
