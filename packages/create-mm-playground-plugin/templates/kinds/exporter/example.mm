# Eight pages are mapped, two are given back.
p = mmap(0x10000000, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
munmap(p + 2*PAGE, 2*PAGE)
