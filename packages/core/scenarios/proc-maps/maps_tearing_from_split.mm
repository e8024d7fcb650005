#@ title maps beside mprotect: a mapping that is split at the boundary of two reads is seen whole or in parts
#@ question Can a reader of /proc/PID/maps miss a part of a mapping that is split and merged between two of its reads?
#@ explain
#| `mprotect()` of the middle page of the last mapping of the first page of text makes three lines of one, and the second call one
#| of three. The listing is longer than a page, so that a program gets it by two calls of `read()`; in between, anything may happen.
#|
#| - Up to 6.16 each `read()` holds mmap_lock, and the second one goes on with the mapping that the first had no room for.
#| - Since 6.17 VMAs are locked one by one, and reading goes on at the end of the last line. What was a part by then may be whole: the
#|   line that follows `1c000-1d000` may be `1c000-1f000`. It begins below the end of the one before, and ends above it.
#|
#| Between two calls of `read()` nothing that stays mapped is lost. Within one, a reader since 6.17 keeps its place in the tree from line to line:
#| where the three parts become one between the lines of the middle and the last part, it goes on behind the one that they became, and
#| `1e000-1f000` is missing. It takes a reader that is preempted between two lines: no run of this race on 6.18.44 has shown it, only those of
#| `maps_gap_from_mremap`, and rarely. That is why the model has it; the reason is inferred.
#|
#| PROCMAP_QUERY, asked afterwards, finds the mapping whole or its middle part.
#@ system kernel=6.18 arch=x86_64
#@ expect 6.1 no-gap holds
#@ expect 6.1 maps-order holds
#@ expect 6.12 no-gap holds
#@ expect 6.12 maps-order holds
#@ expect 6.18 no-gap violated
#@ expect 6.18 maps-order holds
#@ expect 7.2 no-gap violated
#@ expect 7.2 maps-order holds
# Twelve lines of 336 characters: the next line of 41 is the last of the first read(), and the one after it the first of the second.
fd = memfd_create("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0)
mmap(0x10000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
mmap(0x11000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
mmap(0x12000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
mmap(0x13000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
mmap(0x14000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
mmap(0x15000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
mmap(0x16000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
mmap(0x17000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
mmap(0x18000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
mmap(0x19000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
mmap(0x1a000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
mmap(0x1b000, PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0)
# The last of the first page, and the first of the second.
mmap(0x1c000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(0x1f000, 3*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ race
[writer] mprotect(0x1d000, PAGE, PROT_READ)
[writer] mprotect(0x1d000, PAGE, PROT_READ|PROT_WRITE)
[reader] maps()
[reader] query(0x1d000)
