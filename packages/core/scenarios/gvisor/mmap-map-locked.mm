#@ title gVisor MMapTest.MapLocked: MAP_LOCKED is allowed without permissions, too
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_LOCKED, -1, 0) = 0x10000000
msync(0x10000000, PAGE, MS_INVALIDATE) = -1 EBUSY (Device or resource busy)
