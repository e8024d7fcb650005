#@ title LTP madvise03: discarded private memory is zero, and writable again
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
store(0x10001000) = 0
store(0x10002000) = 0
#@ pagemap 0x10000000 3
#| AAA
madvise(0x10001000, PAGE, MADV_DONTNEED) = 0
#@ pagemap 0x10000000 3
#| A.A
store(0x10001000) = 0
#@ pagemap 0x10000000 3
#| AAA
