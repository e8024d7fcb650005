/** What of arm64 is modelled, row by row, for `mm plugins` and the documentation. */

import type { SupportMatrix } from '@mm-playground/api';

/** The support matrix of arm64. */
export const SUPPORT: SupportMatrix = [
  { call: 'page tables', item: 'granules of 4, 16 and 64 KiB', level: 'modelled' },
  { call: 'page tables', item: '36 to 48 bits of address', level: 'modelled', note: 'the sizes that Linux can have' },
  {
    call: 'page tables',
    item: '52 bits of address (LPA, LPA2)',
    level: 'modelled',
    note: 'addresses above 48 bits only for a hint above them',
  },
  { call: 'page tables', item: '32-bit processes', level: 'refused', note: '64-bit processes only' },
  { call: 'entry', item: 'page and block', level: 'modelled' },
  { call: 'entry', item: 'hardware access flag and dirty state', level: 'modelled', note: 'always on' },
  { call: 'entry', item: 'PROT_NONE', level: 'modelled', note: 'as since 6.11: nG without VALID' },
  { call: 'entry', item: 'swap, migration, marker', level: 'modelled' },
  {
    call: 'entry',
    item: 'userfaultfd write protection',
    level: 'partly',
    note: 'read and written as a note of leaves and swap entries; the model has none',
  },
  { call: 'entry', item: 'devmap', level: 'partly', note: 'shown, as up to 6.16; never made' },
  { call: 'entry', item: 'execute-only', level: 'modelled', note: 'with epan=1; else it is readable' },
  {
    call: 'entry',
    item: 'contiguous runs',
    level: 'modelled',
    note: 'folded and unfolded by the model as by the kernel since 6.9: of the last level, for pieces of huge pages',
  },
  { call: 'entry', item: 'BTI, MTE, protection keys', level: 'partly', note: 'written into leaves; not looked at' },
  { call: 'entry', item: 'guarded control stack', level: 'refused', note: 'needs permission indirection' },
  { call: 'fault code', item: 'translation and permission faults', level: 'modelled' },
  { call: 'fault code', item: 'access flag faults', level: 'partly', note: 'in walks; hardware marks in the model' },
  { call: 'fault code', item: 'tag check and overlay faults', level: 'refused', note: 'never occur here' },
  {
    call: 'layout',
    item: 'addresses with a tag (top byte ignored)',
    level: 'partly',
    note: 'in accesses, and in calls on what is mapped; refused in ranges of another address space, and PR_SET_TAGGED_ADDR_CTRL',
  },
  { call: 'layout', item: 'mmap_base, TASK_UNMAPPED_BASE, legacy layout', level: 'modelled' },
  { call: 'layout', item: 'sizes of [vvar] and [vdso]', level: 'partly', note: 'derived for 6.18, seen on 6.12 only' },
];
