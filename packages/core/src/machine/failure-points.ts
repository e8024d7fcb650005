/**
 * Steps that can fail: what each of them wants and may not get. `System.fails` takes no other name, so that whoever shows failures can
 * say of each why it happens. And how calls unwind: by what they did on the way back one knows why the state is what it is.
 */

/** What cannot be had where a step fails, by its name. */
export const FAILURE_POINTS = Object.freeze({
  __mt_dup: 'there is no memory for a copy of the tree',
  anon_vma_clone: 'there is no memory for a link to an anon_vma',
  anon_vma_fork: 'there is no memory for the anon_vma of a child',
  anon_vma_prepare: 'there is no memory for an anon_vma',
  call_mmap: "the file's mmap hook refuses",
  mapping_map_writable: 'the file lets nobody map it shared and writable now',
  mas_preallocate: 'there is no memory set aside for a store into the tree',
  mas_store: 'there is no memory to take the old VMAs out of the tree',
  mas_store_gfp: 'there is no memory for a node of the side tree',
  may_expand_vm: 'the address space may not become so large',
  mmap_prepare: "the file's mmap_prepare hook refuses",
  pte_alloc: 'there is no memory for a page table',
  security_vm_enough_memory_mm: 'the pages that are to come cannot be charged',
  shmem_zero_setup: 'there is no memory for the file behind shared memory',
  vm_area_alloc: 'there is no memory for a VMA',
  vm_area_dup: 'there is no memory for the second half of a VMA that is cut',
  vma_iter_clear_gfp: 'there is no memory to take the VMAs out of the tree',
  vma_iter_prealloc: 'there is no memory to set aside for a store into the tree',
  vma_iter_store_gfp: 'there is no memory to store into the tree',
} as const);

/** A step that can fail. */
export type FailurePoint = keyof typeof FAILURE_POINTS;

/** A way back, told by steps of the call that failed. */
export interface Unwinding {
  /** Steps after the one that failed, or before it, that are all there. */
  readonly has: readonly string[];
  /** Steps that are not. */
  readonly lacks: readonly string[];
  /** Why the old mappings are what they are now. One sentence without its full stop. */
  readonly why: string;
}

const REPLACING = ['vms_abort_munmap_vmas'];

/** How mmap() unwinds. The first that fits tells. */
export const UNWINDINGS: readonly Unwinding[] = [
  {
    has: [...REPLACING, 'reattach_vmas'],
    lacks: [],
    why: 'their pages are still there (`clear_ptes`), so that they are put back as they were gathered, in parts where they were cut',
  },
  {
    has: REPLACING,
    lacks: ['vms_gather_munmap_vmas'],
    why: 'nothing was gathered: nothing had been in the way',
  },
  {
    has: [...REPLACING, 'vms_gather_munmap_vmas'],
    lacks: [],
    why: 'their pages are gone, so that NULL is stored over the range and they are let go, which leaves a hole',
  },
  {
    has: ['abort_munmap_vmas'],
    lacks: [],
    why: 'the patch puts them back whatever has become of their pages',
  },
  {
    has: ['do_vmi_munmap', 'unmap_region'],
    lacks: [],
    why: 'what was in the way had been unmapped before anything else, and stays unmapped',
  },
  {
    has: ['reattach_vmas'],
    lacks: [],
    why: 'what was gathered is put back; what was cut for that stays cut',
  },
  { has: ['vma_start_write'], lacks: [], why: 'the first one was cut already, and stays cut' },
  { has: [], lacks: [], why: 'nothing had been changed yet' },
];

/** Why a call did what it was asked for although a step of it failed. */
export const DETOURS: readonly Unwinding[] = [
  {
    has: ['count_vma_pages_range'],
    lacks: [],
    why: 'it is asked once more, without the pages that go (`count_vma_pages_range`)',
  },
  { has: [], lacks: [], why: 'nothing merges then, and there is another way' },
];

/** Why the old mappings are what they are after a step of a call failed, or why the call was done all the same, by its steps. */
export const whyOf = (outcome: 'failed' | 'done', steps: ReadonlySet<string>): string =>
  (outcome === 'failed' ? UNWINDINGS : DETOURS).find(
    ({ has, lacks }) => has.every((step) => steps.has(step)) && !lacks.some((step) => steps.has(step)),
  )?.why ?? '';
