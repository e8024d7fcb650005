#@ title maps beside mremap: a mapping that shrinks and grows at the boundary of two reads has either size, and what stays is never missing
#@ question Can a reader of /proc/PID/maps miss what stays of a mapping that shrinks and grows between two of its reads?
#@ explain
#| The last mapping of the first page of text loses its last page and gets it back. Its first two pages are mapped all the time, and
#| so is the mapping behind it, the first of the second page of text.
#|
#| A line shows the mapping with two pages or with three. The mapping that grew may be shown a second time, longer, only if it ends above
#| the line before: then it begins below that line's end. The neighbour is always there.
#@ system kernel=6.18 arch=x86_64
#@ expect 6.1 no-gap holds
#@ expect 6.1 maps-order holds
#@ expect 6.12 no-gap holds
#@ expect 6.12 maps-order holds
#@ expect 6.18 no-gap holds
#@ expect 6.18 maps-order holds
#@ expect 7.2 no-gap holds
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
[writer] mremap(0x1c000, 3*PAGE, 2*PAGE, 0)
[writer] mremap(0x1c000, 2*PAGE, 3*PAGE, 0)
[reader] maps()
[reader] query(0x1e000)
