#@ title gVisor MsyncNoMappingTest.UnmappedAddressWithNonzeroLengthFails (no flags)
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
msync(NULL, PAGE, 0) = -1 ENOMEM (Cannot allocate memory)
