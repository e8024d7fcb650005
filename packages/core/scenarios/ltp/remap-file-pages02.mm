#@ title LTP remap_file_pages02: private memory, an odd range and a protection are EINVAL
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
remap_file_pages(0x10000000, PAGE, 0, 0, 0) = -1 EINVAL (Invalid argument)
fd = memfd_create("shm", 0)
ftruncate(fd, 2*PAGE) = 0
mmap(0x10008000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10008000
remap_file_pages(0x10008000, 3*PAGE, 0, 0, 0) = -1 EINVAL (Invalid argument)
remap_file_pages(0x10008000, PAGE, PROT_READ, 0, 0) = -1 EINVAL (Invalid argument)
query(0x10008000) = 0 (10008000-1000a000 rw-s 00000000)
