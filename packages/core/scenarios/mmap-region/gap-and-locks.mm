#@ title The gap, and readers that take a lock
#@ question Who has ever been hurt by the gap, as long as every reader took mmap_lock in the end?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.10 no-gap holds
#@ expect 6.10 maps-order holds
#@ expect 6.11 no-gap holds
#@ expect seed-v3 no-gap holds
#@ expect 6.12 no-gap holds
#@ expect 6.18 no-gap holds
#@ expect 6.18 maps-order holds
#@ explain
#| `maps()` holds `mmap_lock` while it prints (up to 6.16), so that it waits for the writer, and never sees the middle. A fault
#| (`load`) that finds nothing falls back to `mmap_lock`, and waits as well.
#|
#| So the gap was harmless on 6.10. It stood in the way of what came later: since 6.17 /proc/PID/maps is read VMA by VMA,
#| without `mmap_lock`, and that is only right because the gap is gone.
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10001000)
#@ race
[writer] mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
[lister] maps()
[faulter] load(0x10001000)
