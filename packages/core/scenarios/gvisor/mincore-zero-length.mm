#@ title gVisor MincoreTest.ZeroLengthSucceedsAndAllowsAnyVecBelowTaskSize
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mincore(NULL, 0, NULL) = 0
