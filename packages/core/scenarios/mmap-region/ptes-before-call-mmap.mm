#@ title Old entries, and a driver that maps its own
#@ question A driver fills in page-table entries in its mmap hook. What if those of the old mapping are still there?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.10 no-bug holds
#@ expect seed-v3 no-bug holds
#@ expect seed-v3-late-clear no-bug violated
#@ expect 6.12 no-bug holds
#@ expect 6.18 no-bug holds
#@ expect 7.2 no-bug holds
#@ explain
#| A driver that maps its own pages in its mmap hook, and two pages of which the first was written to: it has an entry.
fd = memfd_create("device", 0)
#@ driver fd maps-ptes
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10000000)
#@ explain
#| `remap_pfn_range()` expects empty entries: one that is not empty is a BUG. Once the old VMAs are no longer unmapped first, their
#| entries would still be there when the driver is asked. So the patch clears them before `call_mmap()`, and only for files; what was
#| merged clears them always, before anything new can be reached.
#|
#| `seed-v3-late-clear` is the patch without that one call: the entries go in `vms_complete_munmap_vmas()`, which is too late.
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0)
