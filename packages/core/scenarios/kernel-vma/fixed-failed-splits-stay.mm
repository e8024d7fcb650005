#@ title mmap_region: a MAP_FIXED that fails leaves what was there, and the splits that it made
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10004000) = 0
mseal(0x10006000, PAGE, 0) = 0
mmap(0x10002000, 6*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 EPERM (Operation not permitted)
query(0x10000000) = 0 (10000000-10002000 rw-p)
query(0x10004000) = 0 (10002000-10006000 rw-p)
query(0x10006000) = 0 (10006000-10007000 rw-p)
query(0x10008000) = 0 (10007000-1000a000 rw-p)
#@ pagemap 0x10004000 1
#| A
