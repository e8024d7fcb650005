#@ title mseal_test munmap_start_freed: munmap of a range whose start is free works
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10000000, PAGE) = 0
munmap(0x10000000, 4*PAGE) = 0
query(0x10001000) = -1 ENOENT (No such file or directory)
