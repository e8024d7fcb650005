#@ title mmap(2): MAP_32BIT finds a place in the second GiB
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
p = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_32BIT, -1, 0)
query(p) = 0
# An address below 2 GiB, shifted by 31 bits, is zero, and zero is aligned.
munmap(p >> 31, PAGE) = 0
