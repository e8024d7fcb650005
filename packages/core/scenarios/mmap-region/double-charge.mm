#@ title The double charge
#@ question The old pages are still charged while the new mapping asks to be charged. Are they paid for twice?
#@ system kernel=6.18 arch=x86_64 overcommit_memory=2 mem_total_kb=1048576 commit_limit_kb=524288 committed_as_kb=0
#@ expect seed-v3 counters holds
#@ expect 6.12 counters holds
#@ expect 6.18 counters holds
#@ explain
#| With `overcommit_memory=2` every private writable page is charged against a limit, here 512 MiB; 300 MiB of it are mapped.
mmap(0x10000000, 300*M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
#@ explain
#| 300 MiB over 300 MiB: up to 6.11 the old mapping is gone before the new one is charged, so that they fit again.
#|
#| Once the old one is only taken away at the end, charging 300 MiB more would be refused. So only the difference is charged
#| (`charged -= vms.nr_accounted`), here nothing, and `vms.nr_accounted` becomes 0, or complete() would give the old charge back although
#| the new mapping lives on it.
mmap(0x10000000, 300*M, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
#@ explain
#| That nothing was given back shows here: another 300 MiB are refused while the first are mapped, and fit once they are not.
mmap(0x40000000, 300*M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 ENOMEM (Cannot allocate memory)
munmap(0x10000000, 300*M) = 0
mmap(0x40000000, 300*M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x40000000
