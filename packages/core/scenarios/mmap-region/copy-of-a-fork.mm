#@ title A copy that came by a fork
#@ question Memory that a child has in common with its parent is moved beside memory that nobody wrote to. May the two become one?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.12 anon-rmap holds
#@ expect 6.17 anon-rmap violated
#@ expect 6.18 anon-rmap holds
#@ expect 7.2 anon-rmap holds
#@ explain
#| After a fork the child's mapping is linked to an anon_vma of its own and to its parent's: pages that both have in common point to the
#| parent's. Such a mapping does not hand its links on: whoever took them over would stay linked to a family that it has nothing to do with.
mmap(0x10001000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10001000)
fork() = 0
mremap(0x10001000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x20000000)
mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ explain
#| Since 6.16 a mapping without an anon_vma may take in one that has; each place where that happens asks whether a fork stands in the way,
#| but for copies of `mremap()`. Until 6.18.8 the copy merged, without its links (see *A copy that leaves its anon_vma behind*): whoever
#| looks for the page through the parent's anon_vma no longer finds the child's mapping. Since 6.18.9 nothing merges here, and there are
#| two mappings.
mremap(0x20000000, PAGE, PAGE, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10001000)
query(0x10000000)
