#@ title gVisor MsyncNoMappingTest.UnmappedAddressWithNonzeroLengthFails (MS_SYNC)
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
msync(NULL, PAGE, MS_SYNC) = -1 ENOMEM (Cannot allocate memory)
