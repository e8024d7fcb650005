#@ title exec moves its stack
#@ question vma_expand() has a second caller, which knows nothing of mmap_region(). What does exec need it for?
#@ system kernel=6.18 arch=x86-64:levels=5
#@ program ./static
#| Elf file type is EXEC (Executable file)
#|   Type           Offset   VirtAddr           PhysAddr           FileSiz  MemSiz   Flg Align
#|   LOAD           0x000000 0x0000000000400000 0x0000000000400000 0x000518 0x000518 R   0x1000
#|   LOAD           0x001000 0x0000000000401000 0x0000000000401000 0x077b01 0x077b01 R E 0x1000
#|   LOAD           0x0a06d8 0x00000000004a06d8 0x00000000004a06d8 0x005b98 0x00b3c8 RW  0x1000
#|   GNU_STACK      0x000000 0x0000000000000000 0x0000000000000000 0x000000 0x000000 RW  0x10
#@ expect 6.1 counters holds
#@ expect 6.10 counters holds
#@ expect seed-v3 counters holds
#@ expect 6.12 counters holds
#@ expect 6.18 counters holds
#@ expect 7.2 counters holds
#@ explain
#| The patch takes `validate_mm()` out of `vma_expand()`, and the review asks who loses by that: *"the vma_expand() function is used in two
#| places - one is in the mmap.c file [...]. The other is in fs/exec.c which cannot call validate_mm()"*. Step through the `execve` below.
#|
#| The path, the environment and the arguments have to be on the new stack before the old program is gone (`copy_strings`), when
#| nobody knows yet where the stack shall lie. So `bprm_mm_init` makes it at the highest address that there may be.
execve("./static", ["./static", "an argument"], ["A=1"])
#@ explain
#| **In `setup_arg_pages`** its place is known: lower, on a machine with five levels of page tables by almost 2^56 bytes, elsewhere by
#| what randomisation wants. `relocate_vma_down` (`shift_arg_pages` up to 6.11) moves it in four steps:
#|
#| 1. `vma_expand` makes the VMA cover both places, and everything in between. Nothing else is mapped yet. It is too large now for
#|    `total_vm`, knowingly, until step 4; `map_count` is right, so that `validate_mm()` would have found nothing here.
#| 2. `move_page_tables` moves the entries.
#| 3. `free_pgd_range` frees the page tables of the old place: the VMA at hand does not say which, for it still covers them.
#| 4. `vma_shrink` lets go of all but the new place: NULL is stored behind it, and *it* calls `validate_mm()`.
#|
#| Then the stack grows by 128 KiB (`expand_downwards`). 6.1 has `vma_adjust` in place of steps 1 and 4. What was merged moved all of this
#| from fs/exec.c into mm/.
query(0x7ffffffff000)
brk(NULL)
