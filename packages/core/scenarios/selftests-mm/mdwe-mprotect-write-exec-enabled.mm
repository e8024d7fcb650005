#@ title mdwe mprotect_WRITE_EXEC: mprotect may not make writable memory executable under MDWE
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0) = 0
mmap(0x10000000, PAGE, PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, PAGE, PROT_WRITE|PROT_EXEC) = -1 EACCES (Permission denied)
