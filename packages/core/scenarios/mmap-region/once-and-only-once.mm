#@ title Once and only once
#@ question The PTEs are cleared before the driver's mmap hook, and vms_complete_munmap_vmas() clears PTEs, too. Is anything done twice?
#@ system kernel=6.18 arch=x86_64
#@ expect seed-v3 counters holds
#@ expect 6.12 counters holds
#@ expect 6.18 counters holds
#@ explain
#| A file, and three pages of which two were written to.
fd = memfd_create("file", 0)
ftruncate(fd, 4*PAGE)
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10000000)
store(0x10001000)
#@ explain
#| The review asked it: *"if we already did this in the `if (file)` branch above, might we end up calling this twice?"* No.
#| `vms_complete_munmap_vmas()` runs once. What may be asked for twice is clearing the PTEs, and a flag makes the second time do
#| nothing: `cleared_ptes` in the patch (false until it is done), `clear_ptes` in what was merged (true while it is to be done).
#|
#| Step through this call and watch `vma_munmap_struct`: the flag changes once, and `total_vm`, `map_count` and `locked_vm` change
#| once, all in `vms_complete_munmap_vmas`.
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0)
