#@ title gVisor MMapTest.MapAnything: a page without permissions, wherever
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
p = mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
query(p) = 0
query(p - 1) = -1 ENOENT (No such file or directory)
