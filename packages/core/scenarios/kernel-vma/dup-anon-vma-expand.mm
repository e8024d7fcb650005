#@ title tools/testing/vma dup_anon_vma: an unwritten mapping that grows over a written one has its anon_vma: both were one
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10005000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10005000
store(0x10005000) = 0
mmap(0x10003000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10003000
query(0x10000000) = 0 (10000000-10007000 rw-p)
#@ pagemap 0x10000000 7
#| .....A.
