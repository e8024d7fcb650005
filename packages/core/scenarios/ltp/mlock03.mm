#@ title LTP mlock03: every part of a mapping can be locked and unlocked by itself
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mlock(0x10000000, PAGE) = 0
mlock(0x10003000, PAGE) = 0
query(0x10000000) = 0 (10000000-10001000 rw-p)
query(0x10001000) = 0 (10001000-10003000 rw-p)
query(0x10003000) = 0 (10003000-10004000 rw-p)
munlock(0x10000000, 4*PAGE) = 0
# What was locked was brought in, first and last page each with an anon_vma of its own: those two do not become one.
query(0x10000000) = 0 (10000000-10003000 rw-p)
query(0x10003000) = 0 (10003000-10004000 rw-p)
