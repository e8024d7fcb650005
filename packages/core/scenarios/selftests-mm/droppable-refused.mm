#@ title mmap(2): MAP_DROPPABLE memory can be neither locked nor grow downwards nor come from a file
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, PAGE, PROT_READ, MAP_ANONYMOUS|MAP_DROPPABLE|MAP_FIXED|MAP_LOCKED, -1, 0) = -1 EINVAL (Invalid argument)
mmap(0x10000000, PAGE, PROT_READ, MAP_ANONYMOUS|MAP_DROPPABLE|MAP_FIXED|MAP_GROWSDOWN, -1, 0) = -1 EINVAL (Invalid argument)
fd = memfd_create("shm", 0)
ftruncate(fd, PAGE) = 0
mmap(0x10000000, PAGE, PROT_READ, MAP_DROPPABLE|MAP_FIXED, fd, 0) = -1 EINVAL (Invalid argument)
query(0x10000000) = -1 ENOENT (No such file or directory)
