/** What of riscv64 is modelled, row by row, for `mm plugins` and the documentation. */

import type { SupportMatrix } from '@mm-playground/api';

/** The support matrix of riscv64. */
export const SUPPORT: SupportMatrix = [
  { call: 'page tables', item: 'Sv39, Sv48, Sv57', level: 'modelled' },
  { call: 'page tables', item: '32-bit processes', level: 'refused', note: '64-bit processes only' },
  { call: 'entry', item: 'leaves at every level', level: 'modelled' },
  {
    call: 'entry',
    item: 'accessed and dirty',
    level: 'partly',
    note: 'by hardware (Svadu), in walks also by faults (Svade), which end in the same words; the model counts none',
  },
  { call: 'entry', item: 'PROT_NONE', level: 'modelled' },
  { call: 'entry', item: 'execute-only', level: 'modelled' },
  {
    call: 'entry',
    item: 'Svnapot',
    level: 'partly',
    note: 'made and taken apart by the plugin, not by the model: Linux makes them for hugetlb alone',
  },
  { call: 'entry', item: 'Svpbmt', level: 'partly', note: 'read; all memory here is of the usual type' },
  { call: 'entry', item: 'swap, migration, marker', level: 'modelled' },
  {
    call: 'entry',
    item: 'soft-dirty, userfaultfd write protection',
    level: 'refused',
    note: 'need Svrsw60t59b; reserved bits without it',
  },
  { call: 'fault code', item: 'page faults: scause 12, 13, 15', level: 'modelled' },
  {
    call: 'fault code',
    item: 'access faults',
    level: 'refused',
    note: 'physical memory protection never forbids here',
  },
  {
    call: 'layout',
    item: 'mmap_base, TASK_UNMAPPED_BASE, legacy layout',
    level: 'partly',
    note: 'as since 6.12; older kernels search otherwise with Sv57',
  },
  {
    call: 'layout',
    item: 'sizes of [vvar] and [vdso]',
    level: 'partly',
    note: 'those of 7.2, and of 6.12 where a recording shows them; not seen on 6.18',
  },
];
