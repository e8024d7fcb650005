#@ title The gap, and a fault that falls into it
#@ question A thread touches the page while another replaces it. Can it get a SIGSEGV for memory that was never unmapped?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.1 no-gap holds
#@ expect 6.10 no-gap holds
#@ expect seed-v3 no-gap holds
#@ expect 6.12 no-gap holds
#@ expect 6.18 no-gap holds
#@ explain
#| No, on none. A fault tries the lock of its VMA first (since 6.4). Where it finds no VMA, as in the gap of 6.10, or one that a writer
#| has, it falls back to `mmap_lock`, waits until the writer is through, and finds the new mapping: `load` gives 0 in every schedule.
#|
#| The first access fills the TLB. Between clearing the entries and flushing, the second one may still go through what the TLB knows;
#| that is why pages are given back only after the flush.
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10001000)
#@ race
[writer] mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
[faulter] load(0x10001000)
[faulter] load(0x10001000)
