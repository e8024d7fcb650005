#@ title One byte too many
#@ question A mapping that was to replace another has failed, and the old one is taken out of the tree. Where does it end?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.11 counters holds
#@ expect seed-v3 counters holds
#@ expect seed-v3 no-lost-data violated
#@ expect series-v8 counters violated
#@ expect 6.12-rc1 counters holds
#@ expect 6.12-rc6 counters holds
#@ expect 6.12 counters holds
#@ expect 6.18 counters holds
#@ explain
#| The range of a VMA ends *before* its `vm_end`; a range of a maple tree ends *with* its last index. `vms_abort_munmap_vmas()` of the
#| series as it was posted last (v8) took `vms->end` for the one where it needed the other.
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10000000)
#@ explain
#| The socket refuses, when the pages of what it was to replace are gone. NULL is stored over the range, *and over the first byte of the
#| mapping behind it*: that one stands in the tree from 0x10001001 on, while its `vm_start` says 0x10001000. `validate_mm()` would stop
#| there; without it, the next one to look for that byte finds nothing.
#|
#| Found by Lorenzo Stoakes, four days after the series was posted, and fixed on top of it before anybody merged it. Up to 6.11 there is no
#| such store: the range had been unmapped before the socket was asked. The seed has none either: it puts the old mapping back, without
#| what was in it.
mmap(0x10000000, PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, 4<UDP:[1]>, 0) = -1 ENODEV (No such device)
query(0x10001000)
