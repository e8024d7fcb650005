/**
 * The candidates of 6.12, from the merge of the series to the last one whose mmap_region() had an order of its own (rc7 has that of
 * the release). None was booted: what separates them is derived from the fixes that went into each.
 */

import { defineKernel, type KernelGeneration } from '../generation.ts';
import { mmapRegionCandidate } from '../mmap-region/v6-12-rc.ts';
import { v6_12 } from './v6-12.ts';

const candidate = (
  number: 1 | 2 | 3 | 4 | 5 | 6,
  {
    forgetsErrors,
    cleansUp,
    abortMayFail,
  }: Parameters<typeof mmapRegionCandidate>[0] & { readonly abortMayFail: boolean },
): KernelGeneration =>
  defineKernel({
    extends: v6_12,
    id: `6.12-rc${number}`,
    title: `Linux 6.12-rc${number}`,
    proof: 'derived',
    mmapRegion: mmapRegionCandidate({ forgetsErrors, cleansUp }),
    munmapStruct: 'clear_ptes closed_vm_ops',
    abortMayFail,
  });

/** As merged: also a shortage that comes to the caller as address 0. */
const FIRST = { forgetsErrors: true, cleansUp: 'before the hook', abortMayFail: true } as const;
/** Errors are errors. */
const FOURTH = { ...FIRST, forgetsErrors: false } as const;
/** Old pages are gone before anything new can be reached, and an abort does not fail. */
const SIXTH = { forgetsErrors: false, cleansUp: 'before merging', abortMayFail: false } as const;

export const v6_12_rc1: KernelGeneration = candidate(1, FIRST);
export const v6_12_rc2: KernelGeneration = candidate(2, FIRST);
export const v6_12_rc3: KernelGeneration = candidate(3, FIRST);
export const v6_12_rc4: KernelGeneration = candidate(4, FOURTH);
export const v6_12_rc5: KernelGeneration = candidate(5, FOURTH);
export const v6_12_rc6: KernelGeneration = candidate(6, SIXTH);
