#@ title A failure that leaves a hole
#@ question A socket cannot be mapped. What is left of the page that it was to replace?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.10 no-lost-data holds
#@ expect 6.12 no-lost-data holds
#@ expect 6.18 no-lost-data holds
#@ explain
#| A page with something in it, and two files that cannot be mapped.
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
store(0x10000000) = 0
#@ explain
#| A directory has no mmap: that is found out before anything was touched, and the page is still there.
open("/tmp", O_RDONLY|O_DIRECTORY) = 3
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, 3</tmp>, 0) = -1 ENODEV (No such device)
load(0x10000000) = 0
#@ explain
#| The socket's driver is asked late (`f_op->mmap`), when the pages of the old mapping have been cleared: they had to be, so that the
#| driver finds no entries of others. There is nothing to put back any more, and a mapping whose contents are silently gone would be
#| worse than none. So the range becomes a hole: NULL is stored over it, and the old mapping is completed away. Kernels up to 6.11
#| come to the same end on another way: they had unmapped it before.
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, 4<UDP:[1]>, 0) = -1 ENODEV (No such device)
load(0x10000000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000000}
