#@ title The race with ftruncate()
#@ question The new mapping can be reached through its file before the old page tables are gone. Who may be in them?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.10 no-freed-page holds
#@ expect seed-v3 no-freed-page violated
#@ expect 6.12-rc5 no-freed-page violated
#@ expect 6.12-rc6 no-freed-page holds
#@ expect 6.12 no-freed-page holds
#@ expect 6.18 no-freed-page holds
#@ explain
#| Whoever truncates a file holds no `mmap_lock`. He finds the mappings through the file (`i_mmap`) and goes down their page tables
#| himself, protected only by the lock on that list: a mapping that is taken off it is waited for, and its tables are freed after.
#|
#| Up to 6.12-rc5 a merge lets the mapping before it grow over the range *first*, and the old page tables are freed *then*, in
#| `vms_complete_munmap_vmas()`. The grown mapping stays in the list, nobody waits for it, and truncation is led into tables that are
#| being given back. Found by Jann Horn. Since rc6 the old tables are cleared and freed before anything new can be reached.
fd = memfd_create("file", 0)
ftruncate(fd, 0x400000)
mmap(0x10000000, 2*M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0)
mmap(0x10200000, 2*M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10200000)
#@ race
[mapper] mmap(0x10200000, 2*M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0x200000)
[truncater] ftruncate(fd, 0x200000)
