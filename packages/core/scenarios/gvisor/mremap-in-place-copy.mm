#@ title gVisor MremapTest.InPlace_Copy: an old size of zero asks for a second mapping, for which there is no room in place
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_NONE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mremap(0x10000000, 0, PAGE, 0) = -1 ENOMEM (Cannot allocate memory)
