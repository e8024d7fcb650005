#@ title A sealed mapping in the way
#@ question MAP_FIXED covers a part of one mapping and a sealed one behind it. What has happened by the time that it fails?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.12 counters holds
#@ expect 6.18 counters holds
#@ expect 7.2 counters holds
#@ explain
#| Four pages, and two sealed ones behind them.
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
mmap(0x10004000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10004000
mseal(0x10004000, 2*PAGE, 0) = 0
#@ explain
#| 6.10 and 6.11 look at the whole range first (`can_modify_mm()`): EPERM, and nothing was touched. Since 6.12 each VMA is asked when
#| it is gathered, so that the first one has been split by then.
#|
#| In the patch the error of gathering was always returned as ENOMEM; what was merged passes it on.
mmap(0x10002000, 4*PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 EPERM (Operation not permitted)
#@ explain
#| What was gathered is put back (`reattach_vmas()`), in two parts on 6.12 and later.
query(0x10002000) = 0 (10002000-10004000 rw-p)
