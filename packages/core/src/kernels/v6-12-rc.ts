/**
 * The candidates of 6.12, from the merge of the series to the last one whose mmap_region() had an order of its own (rc7 has that of
 * the release). None was booted: what separates them is derived from the fixes that went into each.
 */

import { defineKernel, type KernelGeneration } from './generation.ts';
import { mmapRegionCandidate, type Candidate } from '../mmap-region/v6-12-rc.ts';
import { v6_10 } from './v6-10.ts';
import { v6_12 } from './v6-12.ts';

/** What separates the candidates. */
type Facts = Candidate & Pick<KernelGeneration, 'abortMayFail' | 'treeDefects' | 'notes'>;

const candidate = (number: 1 | 2 | 3 | 4 | 5 | 6, { forgetsErrors, cleansUp, ...facts }: Facts): KernelGeneration =>
  defineKernel({
    extends: v6_12,
    id: `6.12-rc${number}`,
    title: `Linux 6.12-rc${number}`,
    proof: 'derived',
    mmapRegion: mmapRegionCandidate({ forgetsErrors, cleansUp }),
    munmapStruct: 'clear_ptes closed_vm_ops',
    ...facts,
  });

/** As merged: also a shortage that comes to the caller as address 0. */
const FIRST: Facts = {
  ...{ forgetsErrors: true, cleansUp: 'before the hook', abortMayFail: true },
  treeDefects: ['spanning-store'],
  notes: {
    mmapRegion: {
      in: ['mmap_region'],
      note: 'gathers and stores over, but forgets an error that comes later, and has old pages while the new VMA can be reached by its file',
      source: 'docs/review-thread.md, An error that is returned as an address',
    },
    abortMayFail: {
      in: ['vms_abort_munmap_vmas', 'abort_munmap_vmas'],
      note: 'needs memory for giving up: without it, VMAs that are gone stay in the tree',
      source: '14611508cb5b mm: mark mas allocation in vms_abort_munmap_vmas as __GFP_NOFAIL',
    },
    treeDefects: v6_10.notes.treeDefects,
  },
};
/** Errors are errors, and the maple tree spans nodes as it should. */
const FOURTH: Facts = {
  ...{ ...FIRST, forgetsErrors: false, treeDefects: [] },
  notes: {
    mmapRegion: {
      in: ['mmap_region'],
      note: 'gathers and stores over, and has old pages while the new VMA can be reached by its file',
      source: 'docs/review-thread.md, The race with ftruncate()',
    },
    abortMayFail: FIRST.notes.abortMayFail,
  },
};
/** Old pages are gone before anything new can be reached, and an abort does not fail. */
const SIXTH: Facts = {
  ...{ ...FOURTH, cleansUp: 'before merging', abortMayFail: false },
  notes: {
    mmapRegion: {
      in: ['mmap_region'],
      note: 'gathers and stores over; the old pages are gone before anything new can be reached',
      source: 'docs/review-thread.md, The race with ftruncate()',
    },
  },
};

export const v6_12_rc1: KernelGeneration = candidate(1, FIRST);
export const v6_12_rc2: KernelGeneration = candidate(2, FIRST);
export const v6_12_rc3: KernelGeneration = candidate(3, FIRST);
export const v6_12_rc4: KernelGeneration = candidate(4, FOURTH);
export const v6_12_rc5: KernelGeneration = candidate(5, FOURTH);
export const v6_12_rc6: KernelGeneration = candidate(6, SIXTH);

/**
 * The series as it was posted last (v8, August 2024), before the fixes that were put on top of it in September: as merged, but that an
 * abort clears one byte too many.
 */
export const seriesV8: KernelGeneration = defineKernel({
  extends: v6_12_rc1,
  id: 'series-v8',
  title: 'The series "Avoid MAP_FIXED gap exposure", v8',
  abortEndsLate: true,
  notes: {
    abortEndsLate: {
      in: ['vms_abort_munmap_vmas'],
      note: 'takes one byte too many out of the tree where it gives up',
      source: 'docs/review-thread.md, One byte too many',
    },
  },
});
