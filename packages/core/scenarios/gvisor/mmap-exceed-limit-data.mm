#@ title gVisor MMapTest.ExceedLimitData: a small RLIMIT_DATA keeps the break where it is
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
b = brk(NULL)
prlimit64(0, RLIMIT_DATA, {rlim_cur=4096, rlim_max=4096}, NULL) = 0
c = brk(b + 8192)
query(c) = -1 ENOENT (No such file or directory)
query(b) = -1 ENOENT (No such file or directory)
