#@ title maps beside mremap: a page that moves onto another leaves a gap for a moment, which readers since 6.17 see
#@ question Does /proc/PID/maps always show an address that is mapped before, during and after a move onto it?
#@ explain
#| `mremap(MREMAP_FIXED)` first unmaps what is at the destination and then puts the page there: two stores in the tree, under one
#| mmap_lock. The series that closed this gap for `mmap(MAP_FIXED)` did not touch it.
#|
#| - Up to 6.16 readers hold mmap_lock, and see the destination before or after.
#| - Since 6.17 a reader that comes to the hole finds the mapping behind it, which nobody has locked, looks a second time, finds the
#|   same, and goes on: `11000-12000` is missing, although something was mapped there at every moment that a lock holder could see.
#|   6.18.44 shows this in a third of the rounds of this race.
#| - The page becomes one with both of its neighbours. A reader that stood between the second line and the third while all of that happened goes
#|   on behind the mapping that they became: `12000-13000` is missing. 6.18.44 shows such listings, between never and once in ten
#|   thousand rounds on a busy machine; that this is the way to them is inferred.
#@ system kernel=6.18 arch=x86_64
#@ expect 6.1 no-gap holds
#@ expect 6.1 maps-order holds
#@ expect 6.12 no-gap holds
#@ expect 6.12 maps-order holds
#@ expect 6.18 no-gap violated
#@ expect 6.18 maps-order holds
#@ expect 7.2 no-gap violated
#@ expect 7.2 maps-order holds
mmap(0x10000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(0x11000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(0x12000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(0x20000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ race
[writer] mremap(0x20000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x11000)
[reader] maps()
