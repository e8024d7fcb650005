#@ title guard_regions smaps: the flag that smaps shows as gu keeps no neighbours apart
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x1000a000, 10*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x1000a000
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
mprotect(0x1000a000, 10*PAGE, PROT_READ|PROT_WRITE) = 0
query(0x10000000) = 0 (10000000-10014000 rw-p)
