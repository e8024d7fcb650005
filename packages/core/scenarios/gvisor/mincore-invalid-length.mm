#@ title gVisor MincoreTest.InvalidLengthFails
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mincore(NULL, -1, NULL) = -1 ENOMEM (Cannot allocate memory)
