/** What of loongarch64 is modelled, row by row, for `mm plugins` and the documentation. */

import type { SupportMatrix } from '@mm-playground/api';

/** The support matrix of loongarch64. */
export const SUPPORT: SupportMatrix = [
  { call: 'page tables', item: '4 KiB pages with 3 and 4 levels, 16 and 64 KiB with 3', level: 'modelled' },
  {
    call: 'page tables',
    item: 'two levels, 32-bit processes',
    level: 'refused',
    note: '64-bit kernels with huge pages only',
  },
  {
    call: 'page tables',
    item: 'empty entries above the lowest level',
    level: 'partly',
    note: 'zero here; Linux writes the address of a table of invalid entries, at which the refill ends the same way',
  },
  { call: 'entry', item: 'pages and huge pages', level: 'modelled' },
  {
    call: 'entry',
    item: 'accessed and dirty',
    level: 'partly',
    note: 'the words that the TLB exceptions leave; the exceptions themselves are not counted as faults',
  },
  { call: 'entry', item: 'PROT_NONE', level: 'modelled' },
  { call: 'entry', item: 'swap, migration, marker', level: 'modelled' },
  { call: 'entry', item: 'memory access type', level: 'partly', note: 'read; all memory here is coherent and cached' },
  { call: 'fault code', item: 'PIL, PIS, PIF, PME, PNR, PNX, PPI, ADE', level: 'modelled' },
  {
    call: 'fault code',
    item: 'an address that is none',
    level: 'partly',
    note: 'SIGBUS on Linux, SIGSEGV here; the code in a walk is right (ADE)',
  },
  {
    call: 'layout',
    item: '[vvar] and [vdso]',
    level: 'partly',
    note: 'at the top of the mmap area, not above the stack; sizes as for 256 processors, worked out and not seen',
  },
  {
    call: 'mmap',
    item: 'shared mappings and files at multiples of 64 KiB',
    level: 'refused',
    note: 'searched as elsewhere, by pages',
  },
  { call: 'execve', level: 'refused', note: 'the auxiliary vector is not known' },
];
