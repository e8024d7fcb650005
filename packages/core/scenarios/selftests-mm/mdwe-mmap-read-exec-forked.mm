#@ title mdwe mmap_READ_EXEC: memory that is executable from the start is allowed under an inherited MDWE
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0) = 0
fork() = 0
mmap(0x10000000, PAGE, PROT_READ|PROT_EXEC, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
query(0x10000000) = 0 (10000000-10001000 r-xs)
