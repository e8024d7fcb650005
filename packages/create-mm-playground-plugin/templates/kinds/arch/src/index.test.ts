/**
 * The architecture kit, with every option, and words whose meaning is known. A word that a real kernel wrote is worth more than any
 * property: give as many as you can find in manuals, logs and QEMU.
 *
 * What your CPU does otherwise is said here, too: `readsExecOnly`, `protectionMakesYoung`, `faultCodesSayAccessOnly`.
 */

import { pfn, vmFlags } from '@mm-playground/api';
import { describeArchitecture } from '@mm-playground/api/testing';
import { architecture } from './index.ts';

const WRITABLE = vmFlags('READ', 'WRITE');

describeArchitecture(architecture, {
  configurations: [{ levels: '3' }, {}, { levels: '5' }],
  words: [
    {
      what: 'a written page of private memory',
      level: 'pte',
      word: 0x5_c07bn,
      is: { kind: 'leaf', pfn: pfn(0x5c), write: true, dirty: true, young: true },
      fields: { V: 1n, W: 1n, X: 0n, PFN: 0x5cn },
      made: (arch, level) =>
        arch.withLeafState(level, arch.mkLeaf(level, pfn(0x5c), WRITABLE), { write: true, dirty: true }),
    },
    { what: 'a table', level: 'pmd', word: 0x5_c001n, is: { kind: 'table', pfn: pfn(0x5c) } },
    { what: 'a bit that must be zero', level: 'pte', word: 0x8000_0000_0005_c07bn, is: { kind: 'reserved' } },
  ],
});
