#@ title mdwe mmap_FIXED: a new executable mapping may replace another under an inherited MDWE
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0) = 0
fork() = 0
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10001000, PAGE, PROT_READ|PROT_EXEC, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10001000
query(0x10000000) = 0 (10000000-10001000 r--s)
query(0x10001000) = 0 (10001000-10002000 r-xs)
