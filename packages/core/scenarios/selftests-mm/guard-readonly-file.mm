#@ title guard_regions readonly_file: a file that is open for reading only takes markers, too
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = openat(AT_FDCWD, "guard-file", O_RDWR|O_CREAT|O_TRUNC, 0600)
ftruncate(fd, 10*PAGE) = 0
ro = openat(AT_FDCWD, "guard-file", O_RDONLY)
mmap(0x10000000, 10*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, ro, 0) = 0x10000000
madvise(0x10000000, PAGE, MADV_GUARD_INSTALL) = 0
madvise(0x10002000, PAGE, MADV_GUARD_INSTALL) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
load(0x10001000) = 0
load(0x10002000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10002000}
madvise(0x10000000, 10*PAGE, MADV_GUARD_REMOVE) = 0
load(0x10000000) = 0
load(0x10002000) = 0
