#@ title LTP mlock202: memory that is not mapped, or more than the limit, is ENOMEM
#@ system kernel=6.18 caps=0x0
#@ limits memlock=4096
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock2(0x10000000, 2*PAGE, 0) = -1 ENOMEM (Cannot allocate memory)
munmap(0x10001000, PAGE) = 0
mlock2(0x10000000, 2*PAGE, 0) = -1 ENOMEM (Cannot allocate memory)
