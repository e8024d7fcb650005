#@ title gVisor MadviseDontforkTest.AddressLength
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10000001, PAGE, MADV_DONTFORK) = -1 EINVAL (Invalid argument)
madvise(0x10000000, 0, MADV_DONTFORK) = 0
madvise(NULL, 0xfffffffffffff7ff, MADV_DONTFORK) = -1 EINVAL (Invalid argument)
madvise(0x10000000, 1, MADV_DONTFORK) = 0
madvise(0x10000000, PAGE, MADV_DONTFORK) = 0
