# A page is written, and one is only read. What are their entries?
p = mmap(NULL, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
store(p)
load(p + PAGE)
