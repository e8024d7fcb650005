#@ title gVisor MremapTest.ExpansionPreservesCOWPagesAndExposesNewFilePages: the private copy stays, the new page is the file's
#@ system kernel=6.18
#@ accesses complete 0x0-0x7fffffffe000
fd = openat(AT_FDCWD, "f", O_CREAT|O_RDWR|O_TRUNC, 0600)
ftruncate(fd, 3*PAGE) = 0
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, fd, 0) = 0x10000000
store(0x10001000) = 0
p = mremap(0x10000000, 2*PAGE, 3*PAGE, MREMAP_MAYMOVE)
load(p + PAGE) = 0
load(p + 2*PAGE) = 0
query(0x10000000) = 0 (10000000-10003000 rw-p)
