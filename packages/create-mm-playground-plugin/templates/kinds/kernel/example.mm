# One page of four becomes a guard: a kernel that does not know the advice refuses it.
p = mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
madvise(p + PAGE, PAGE, MADV_GUARD_INSTALL)
mprotect(p, PAGE, PROT_READ)
