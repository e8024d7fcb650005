#@ title munmap(2): a range with nothing in it is no error
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
munmap(0x10000000, 4*PAGE) = 0
