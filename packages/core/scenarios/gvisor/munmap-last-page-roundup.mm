#@ title gVisor MunmapTest.LastPageRoundUp: an odd length takes the whole last page
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
munmap(0x10000000, 4*PAGE + 128) = 0
query(0x10004000) = -1 ENOENT (No such file or directory)
