#@ title Counters that nobody set
#@ question Where nothing is in the way, the patch only sets vms.nr_pages to 0. What of the other counters?
#@ system kernel=6.18 arch=x86_64
#@ expect seed-v3 counters holds
#@ expect 6.12 counters holds
#@ expect 6.18 counters holds
#@ explain
#| `struct vma_munmap_struct` lies on the stack, and the patch leaves all of it but one field as it was: step to the call on `seed-v3`, and
#| its fields are `uninitialised`. That is right as long as every later user asks for `nr_pages` first, and that is what the review did not
#| like about it: *"it could be a path to insanity"*.
#|
#| What was merged calls `init_vma_munmap()` always (`INIT_VMS` in the thread); with no VMA it sets everything to 0, and later phases may
#| run without asking.
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
