#@ title gVisor MsyncNoMappingTest.UnmappedAddressWithZeroLengthSucceeds (MS_ASYNC)
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
msync(NULL, 0, MS_ASYNC) = 0
