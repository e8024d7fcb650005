/**
 * mmap_region() of 7.x: as 6.18, but a driver that maps frames does not do that in its hook. It says so when it is asked, and the
 * frames are mapped once the VMA is in the tree and counted. @kernel 7.2 mm/vma.c
 */

import type { Errno } from '@mm-playground/api';
import { remapPfnRange } from '../files/driver.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { doMunmap } from '../vma/munmap.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import type { MmapState } from './mmap-state.ts';
import type { MmapRegionProcedure } from './region.ts';
import { mmapRegionInPhases } from './v6-18.ts';

/** What a driver asked to be done: mmap_action_complete(). What cannot be mapped is unmapped. @errno ENOMEM no page table */
const mmapActionComplete = traced('mmap_action_complete', (mm: MmStruct, vma: VmArea): Errno | null => {
  const error = remapPfnRange(mm, vma);
  if (error !== null) doMunmap(mm, vma.start, vma.pages);
  return error;
});

/** mmap_region() of 7.2. */
export const mmapRegion7_2: MmapRegionProcedure = mmapRegionInPhases({
  first: '__mmap_setup',
  finish: (mm: MmStruct, { file }: MmapState, vma: VmArea): Errno | null =>
    file?.inode.driver === 'maps-ptes' ? mmapActionComplete(mm, vma) : null,
});
