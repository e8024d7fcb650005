#@ title A copy that leaves its anon_vma behind
#@ question Written memory comes to lie beside memory that nobody wrote to, and becomes one with it. Who still finds its pages?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.12 anon-rmap holds
#@ expect 6.17 anon-rmap violated
#@ expect 6.18 anon-rmap holds
#@ expect 7.2 anon-rmap holds
#@ explain
#| A page of private memory points to its `anon_vma`, and that leads to every mapping that may have the page. A mapping gets one with its
#| first page; where nothing was written there is none. A page that was written keeps its page offset wherever it moves.
mmap(0x10001000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10001000)
mremap(0x10001000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x20000000)
#@ explain
#| Beside the old place new memory is mapped, which nobody writes to.
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ explain
#| The page comes back. Up to 6.15 nothing merges here: the mapping without an anon_vma would have to take one over. Since 6.16 it may,
#| and does so everywhere but here: `vma_expand()` takes over what is *next*, and a copy of `mremap()` has come from elsewhere. The
#| merged mapping has pages and no anon_vma. `MREMAP_DONTUNMAP` then lets go of the source's, the last link that it had, and the page
#| points to memory that was freed.
#|
#| Found by syzbot at the end of 2025. Since 6.18.9 the copy tells where it came from (`vma_merge_struct.copied_from`), and the anon_vma
#| comes along. What 6.17 does is derived.
mremap(0x20000000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED|MREMAP_DONTUNMAP, 0x10001000)
query(0x10000000)
