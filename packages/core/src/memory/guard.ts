/**
 * Guard regions: markers in page-table entries that turn an access into a SIGSEGV, without a mapping of their own.
 * @kernel 6.18 mm/madvise.c
 */

import { EINVAL, SWAP_TYPE, VM_HUGETLB, VM_LOCKED, VM_MAYBE_GUARD, VM_SPECIAL, type Errno } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { anonVmaPrepare } from '../vma/anon-vma-prepare.ts';
import { decodeSlot, ensureSlot, pteLevel, visitEntries, writeEntry } from './page-table.ts';
import { zapRange } from './unmap.ts';

/** The bit of a marker that says guard: PTE_MARKER_GUARD. */
const GUARD = 4n;

const isGuardable = (vma: VmArea, allowLocked: boolean): boolean =>
  !vma.flags.has(allowLocked ? VM_SPECIAL.or(VM_HUGETLB) : VM_SPECIAL.or(VM_HUGETLB).or(VM_LOCKED));

/** MADV_GUARD_INSTALL: what was there goes, and each page gets a marker. @errno EINVAL special, huge or locked */
export const guardInstall = traced(
  'madvise_guard_install',
  (mm: MmStruct, vma: VmArea, start: number, end: number): Errno | null => {
    if (!isGuardable(vma, false)) return EINVAL;
    vma.touch('flags').flags = vma.flags.or(VM_MAYBE_GUARD);
    if (vma.isAnonymous) anonVmaPrepare(mm, vma);
    zapRange(mm, vma, start, end, 'keep tables');
    const marker = mm.sys.arch.encodeSwap({ kind: 'marker', type: SWAP_TYPE.marker, offset: GUARD });
    for (let page = start; page < end; page++) {
      const { table, index } = ensureSlot(mm, page, pteLevel(mm));
      writeEntry(mm, table, index, marker);
    }
    return null;
  },
  (_mm, vma, start, end) => ({ vma, start, end }),
);

/** MADV_GUARD_REMOVE: the markers go; other pages stay. @errno EINVAL special or huge */
export const guardRemove = traced(
  'madvise_guard_remove',
  (mm: MmStruct, vma: VmArea, start: number, end: number): Errno | null => {
    if (!isGuardable(vma, true)) return EINVAL;
    visitEntries(mm, start, end, {
      pte: (table, index) => {
        if (decodeSlot(mm, { table, index }).swap?.kind === 'marker') writeEntry(mm, table, index, 0n);
      },
      huge: () => undefined,
    });
    return null;
  },
  (_mm, vma, start, end) => ({ vma, start, end }),
);
