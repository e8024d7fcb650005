#@ title An abort that needs memory
#@ question The abort stores NULL over the range. What if there is no memory for that?
#@ system kernel=6.12-rc5 arch=x86_64
#@ expect 6.12-rc1 no-freed-vma violated
#@ expect 6.12-rc1 counters violated
#@ expect 6.12-rc5 no-freed-vma violated
#@ expect 6.12-rc5 counters violated
#@ explain
#| Something has failed already, quite likely because memory is short. And the way back begins with a store into the maple tree, which
#| may need nodes.
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10000000)
#@ fail mas_store 1
#@ explain
#| Up to 6.12-rc5 that store could fail: VMAs whose pages were gone, and which were freed a moment later, stayed in the tree for whoever
#| came next. Found by Jann Horn. Since rc6 the store is one that does not fail (`__GFP_NOFAIL`). It has to succeed, and waits for memory
#| until it does: on later kernels there is no such failure to ask for.
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_SHARED|MAP_FIXED, 4<UDP:[1]>, 0)
