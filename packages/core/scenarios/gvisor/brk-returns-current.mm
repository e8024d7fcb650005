#@ title gVisor BrkTest.BrkSyscallReturnsOldBrkOnFailure: a break that cannot be gives the old one
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
b = brk(NULL)
c = brk(b + PAGE)
d = brk(0x7ffffffff000)
query(d - 1) = 0
query(d) = -1 ENOENT (No such file or directory)
e = brk(b)
query(b) = -1 ENOENT (No such file or directory)
