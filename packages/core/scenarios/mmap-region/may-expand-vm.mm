#@ title A mapping that replaces one of its own size never needs more room
#@ question RLIMIT_AS leaves room for two pages. May a thousand pages be mapped over a thousand?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.10 counters holds
#@ expect seed-v3 counters holds
#@ expect 6.12 counters holds
#@ expect 6.18 counters holds
#@ expect 7.2 counters holds
#@ explain
#| A thousand pages, and a limit that leaves room for a few.
mmap(0x10000000, 1000*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
prlimit64(0, RLIMIT_AS, {rlim_cur=8*1024*1024, rlim_max=RLIM64_INFINITY}, NULL)
#@ explain
#| Two thousand elsewhere are too many.
mmap(0x20000000, 2000*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 ENOMEM (Cannot allocate memory)
#@ explain
#| A thousand over the thousand are nothing: `may_expand_vm()` is asked for the pages that come, less those that go. What goes was counted
#| in advance up to 6.11, and in the patch (`count_vma_pages_range()`); since 6.12 it is asked after the VMAs were gathered, and takes
#| `vms.nr_pages`, which is exact, because the VMAs are split by then.
mmap(0x10000000, 1000*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
#@ explain
#| That has a price. A request that fails now fails after the split: this one leaves two mappings where there was one. Nothing is
#| lost, and a later call that merges puts them together again.
mmap(0x101f4000, 3000*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 ENOMEM (Cannot allocate memory)
