#@ title merge mremap_faulted_to_unfaulted_prev_faulted_next: written memory comes back in a child between an unwritten neighbour and its own other half
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10004000, 6*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10004000
store(0x10004000) = 0
mremap(0x10004000, 3*PAGE, 3*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10014000) = 0x10014000
mmap(0x10001000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10001000
fork() = 0
mremap(0x10014000, 3*PAGE, 3*PAGE, MREMAP_MAYMOVE|MREMAP_FIXED|MREMAP_DONTUNMAP, 0x10004000) = 0x10004000
query(0x10001000) = 0 (10001000-10004000 rw-p)
query(0x10004000) = 0 (10004000-10007000 rw-p)
query(0x10007000) = 0 (10007000-1000a000 rw-p)
