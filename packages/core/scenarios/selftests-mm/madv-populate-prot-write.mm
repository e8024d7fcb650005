#@ title madv_populate prot_write: on a write-only mapping POPULATE_WRITE works and POPULATE_READ is EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
madvise(0x10000000, 4*PAGE, MADV_POPULATE_READ) = -1 EINVAL (Invalid argument)
# Though x86 can read what it can write.
load(0x10000000) = 0
madvise(0x10000000, 4*PAGE, MADV_POPULATE_WRITE) = 0
#@ pagemap 0x10000000 4
#| AAAA
