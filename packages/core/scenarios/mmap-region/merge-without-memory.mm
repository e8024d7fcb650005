#@ title A merge for which there is no memory
#@ question mprotect() could merge, and there is no memory to. Which pages get the new protection?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.1 counters holds
#@ expect 6.11 counters holds
#@ expect 6.12 counters violated
#@ expect 6.17 counters holds
#@ expect 6.18 counters holds
#@ expect 7.2 counters holds
#@ explain
#| The second half of a mapping becomes writable, as the mapping behind it is. So that one could grow downwards.
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(0x10002000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ fail vma_iter_prealloc 1
#@ explain
#| `vma_merge_existing_range()` of 6.12 to 6.13 writes into `vma_merge_struct` what the merge shall make, then finds that there is no
#| memory, and says that nothing was merged. `vma_modify()` goes on and splits by what stands there: by the part *before* the one that was
#| meant. The first page becomes writable, and the second one does not.
#|
#| Up to 6.11 nothing is overwritten, and the mapping is split where it should be. Since 6.14 the call fails.
mprotect(0x10001000, PAGE, PROT_READ|PROT_WRITE)
