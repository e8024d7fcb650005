#@ title guard_regions multi_vma (shared memory): markers go into all VMAs of a range; a hole is told as ENOMEM, afterwards
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
fd = memfd_create("guard", 0)
ftruncate(fd, 100*PAGE) = 0
mmap(0x10000000, 10*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10000000
mmap(0x10032000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10032000
mmap(0x10050000, 20*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10050000
madvise(0x10000000, 100*PAGE, MADV_GUARD_INSTALL) = -1 ENOMEM (Cannot allocate memory)
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
load(0x10009000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10009000}
load(0x10032000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10032000}
load(0x10036000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10036000}
store(0x10050000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10050000}
store(0x10063000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10063000}
madvise(0x10000000, 100*PAGE, MADV_GUARD_REMOVE) = -1 ENOMEM (Cannot allocate memory)
store(0x10000000) = 0
store(0x10036000) = 0
store(0x10063000) = 0
# Without holes there is no error, whatever the VMAs are.
mmap(0x1000a000, 40*PAGE, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_SHARED|MAP_FIXED, fd, 0) = 0x1000a000
mmap(0x10037000, 25*PAGE, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_SHARED|MAP_FIXED, fd, 0) = 0x10037000
madvise(0x10000000, 100*PAGE, MADV_GUARD_INSTALL) = 0
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
load(0x1000a000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x1000a000}
load(0x1003c000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x1003c000}
load(0x10063000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10063000}
madvise(0x10000000, 100*PAGE, MADV_GUARD_REMOVE) = 0
load(0x1000a000) = 0
load(0x1003c000) = 0
