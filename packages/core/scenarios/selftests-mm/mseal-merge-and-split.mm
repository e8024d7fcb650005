#@ title mseal_test seal_merge_and_split: seals split VMAs and merge them, from both sides and from the middle of both
#@ system kernel=6.18
#@ accesses complete 0x10000000-0x20000000
mmap(0x10000000, 24*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mprotect(0x10000000, PAGE, PROT_NONE) = 0
mprotect(0x10017000, PAGE, PROT_NONE) = 0
query(0x10001000) = 0 (10001000-10017000 r--p)
# A seal at the beginning and one at the end.
mseal(0x10001000, PAGE, 0) = 0
query(0x10001000) = 0 (10001000-10002000 r--p)
query(0x10002000) = 0 (10002000-10017000 r--p)
mseal(0x10016000, PAGE, 0) = 0
query(0x10016000) = 0 (10016000-10017000 r--p)
query(0x10002000) = 0 (10002000-10016000 r--p)
# The neighbours of sealed pages merge with them.
mseal(0x10002000, PAGE, 0) = 0
query(0x10001000) = 0 (10001000-10003000 r--p)
mseal(0x10015000, PAGE, 0) = 0
query(0x10015000) = 0 (10015000-10017000 r--p)
# Ranges that begin or end inside what is sealed already.
mseal(0x10002000, 2*PAGE, 0) = 0
query(0x10001000) = 0 (10001000-10004000 r--p)
munmap(0x10001000, PAGE) = -1 EPERM (Operation not permitted)
mprotect(0x10002000, PAGE, PROT_NONE) = -1 EPERM (Operation not permitted)
mseal(0x10014000, 2*PAGE, 0) = 0
query(0x10014000) = 0 (10014000-10017000 r--p)
mseal(0x10002000, 20*PAGE, 0) = 0
query(0x10001000) = 0 (10001000-10017000 r--p)
