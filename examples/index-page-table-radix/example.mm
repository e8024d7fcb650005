# Three mappings with a hole; the next one goes where it fits.
p = mmap(0x10000000, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
munmap(p + 2*PAGE, 2*PAGE)
mprotect(p + 6*PAGE, PAGE, PROT_READ)
mmap(p + 2*PAGE, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
