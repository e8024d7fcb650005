#@ title maps beside mremap: a page that moves across the boundary of two reads and back leaves nothing out that stays
#@ question Can a reader of /proc/PID/maps miss a neighbour of a page that moves over the boundary between two of its reads?
#@ explain
#| The last page of the last mapping on the first page of text moves over the first page of the mapping behind it, and back. Each
#| call is one change for those who hold mmap_lock; a reader since 6.17 holds a VMA at a time, and its listing is no picture of one
#| moment: it may show the page at both places, or at neither.
#|
#| What stays is never missing: the first two pages of the one mapping, the last two of the other.
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
[writer] mremap(0x1e000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x1f000)
[writer] mremap(0x1f000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x1e000)
[reader] maps()
[reader] query(0x1e000)
