#@ title gVisor MMapTest.NoExceedLimitData: without a limit the break moves
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
b = brk(NULL)
prlimit64(0, RLIMIT_DATA, {rlim_cur=RLIM64_INFINITY, rlim_max=RLIM64_INFINITY}, NULL) = 0
c = brk(b + 1)
query(b) = 0
