#@ title mseal_test seal_discard_ro_anon_on_rw: pages that the caller could overwrite anyway may be discarded
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
mseal(0x10000000, 4*PAGE, 0) = 0
madvise(0x10000000, 4*PAGE, MADV_DONTNEED) = 0
#@ pagemap 0x10000000 4
#| ....
munmap(0x10000000, 4*PAGE) = -1 EPERM (Operation not permitted)
