#@ title tools/testing/vma copy_vma: a mapping that moves backwards to where nothing is stays by itself
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10003000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10003000
store(0x10003000) = 0
mremap(0x10003000, 2*PAGE, 2*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10000000) = 0x10000000
query(0x10000000) = 0 (10000000-10002000 rw-p)
query(0x10003000) = -1 ENOENT (No such file or directory)
