/** What of x86-64 is modelled, row by row, for `mm plugins` and the documentation. */

import type { SupportMatrix } from '@mm-playground/api';

/** The support matrix of x86-64. */
export const SUPPORT: SupportMatrix = [
  { call: 'page tables', item: '4 levels', level: 'modelled' },
  {
    call: 'page tables',
    item: '5 levels',
    level: 'modelled',
    note: 'addresses above 47 bits only for a hint above them',
  },
  { call: 'page tables', item: '32-bit processes', level: 'refused', note: '64-bit processes only' },
  { call: 'entry', item: '4 KiB leaf', level: 'modelled' },
  { call: 'entry', item: '2 MiB and 1 GiB leaf', level: 'modelled' },
  { call: 'entry', item: 'PROT_NONE', level: 'modelled', note: 'with the inverted frame that L1TF made necessary' },
  { call: 'entry', item: 'swap, migration, marker', level: 'modelled' },
  {
    call: 'entry',
    item: 'soft-dirty',
    level: 'modelled',
    note: 'on kernels that are built with it, which `sd` in VmFlags tells',
  },
  {
    call: 'entry',
    item: 'userfaultfd write protection',
    level: 'partly',
    note: 'read and written as a note of leaves and swap entries; the model has none',
  },
  { call: 'entry', item: 'devmap', level: 'partly', note: 'shown, as up to 6.16; never made' },
  {
    call: 'entry',
    item: 'saved dirty',
    level: 'modelled',
    note: 'as since 6.6; older kernels keep D in read-only leaves',
  },
  {
    call: 'entry',
    item: 'protection key',
    level: 'modelled',
    note: 'written into leaves; PKRU counts in walks, and by VMA in the model',
  },
  { call: 'entry', item: 'shadow stack', level: 'partly', note: 'shown, never made' },
  { call: 'entry', item: 'memory encryption', level: 'refused', note: 'no C bit' },
  { call: 'entry', item: 'page-table isolation', level: 'refused', note: 'no NX in the kernel half of a split root' },
  { call: 'fault code', item: 'P W U RSVD I PK', level: 'modelled' },
  { call: 'fault code', item: 'SS', level: 'refused', note: 'shadow stacks never make a fault' },
  { call: 'layout', item: 'mmap_base, TASK_UNMAPPED_BASE, MAP_32BIT, [vsyscall]', level: 'modelled' },
];
