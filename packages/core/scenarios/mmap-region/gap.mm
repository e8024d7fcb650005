#@ title The gap
#@ question While MAP_FIXED replaces a page, can a reader without locks find nothing there?
#@ system kernel=6.10 arch=x86_64
#@ expect 6.10 no-gap violated
#@ expect 6.11 no-gap violated
#@ expect seed-v3 no-gap holds
#@ expect 6.12-rc1 no-gap holds
#@ expect 6.12-rc6 no-gap holds
#@ expect 6.12 no-gap holds
#@ expect 6.18 no-gap holds
#@ expect 7.2 no-gap holds
#@ explain
#| The page in the middle is mapped before the call and after it. The program never asked for a moment in which it is not.
#|
#| Up to 6.11 there is one: `mmap_region()` unmaps what is in the way (the tree holds NULL there) and then maps the new. Both
#| happen under `mmap_lock`, so whoever takes that lock never sees the middle. `walk()` takes none: it goes through the maple tree
#| under `rcu_read_lock()`, as the lockless readers of /proc/PID/maps wanted to.
#|
#| Since 6.12 the old VMAs are gathered first, in a tree of their own, and **one** store writes the new VMA over them. A reader
#| finds the old entries or the new one.
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10001000)
#@ race
[writer] mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
[reader] walk(0x10000000, 0x10003000)
