#@ title An error that is returned as an address
#@ question There is no memory for the new VMA. What does mmap() return?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.11 no-false-success holds
#@ expect 6.12-rc1 no-false-success violated
#@ expect 6.12-rc3 no-false-success violated
#@ expect 6.12-rc5 no-false-success holds
#@ expect 6.12 no-false-success holds
#@ expect 6.18 no-false-success holds
#@ explain
#| `error` begins as ENOMEM, and failures that say nothing else return it.
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ explain
#| When gathering was put in front, its result went into the same variable, and a success made it 0. So each failure after it that did
#| not set `error` anew, as a shortage of VMAs does not, returned 0: an address. To the program the call has succeeded at address 0.
#| Found and fixed before 6.12 was out.
#@ fail vm_area_alloc 1
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
