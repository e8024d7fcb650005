#@ title Why validate_mm() had to leave vma_expand()
#@ question The new mapping merges with the one before it. Why may nobody call validate_mm() at the end of vma_expand() any more?
#@ system kernel=6.18 arch=x86_64
#@ expect seed-v3 counters holds
#@ expect 6.12 counters holds
#@ expect 6.18 counters holds
#@ explain
#| Three mappings of a page each.
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(0x10002000, PAGE, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ explain
#| The new mapping takes the place of the last two, and the first one can grow over it. At the end of `vma_expand()` the store has
#| happened: the tree holds one VMA where there were three. But `map_count` still counts the two that were gathered, and `total_vm` still
#| holds their pages: both are only brought up to date in `vms_complete_munmap_vmas()`. In between the mm is *knowingly* wrong, by
#| exactly `vms.vma_count` and `vms.nr_pages`, and `validate_mm()` would say so.
#|
#| Step to `commit_merge` (in the patch, to `vma_expand`) and ask which invariants hold; then to each `validate_mm`: there all do.
mmap(0x10001000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
query(0x10000000)
