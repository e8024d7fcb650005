/** What other kernels model otherwise than 6.18: their rows replace those of the kernel that they extend, or come besides. */

import type { SupportMatrix, SupportRow } from '@mm-playground/api';
import { SUPPORT_6_18 } from './support-6-18.ts';

/** A call or an item of one that the kernel does not have: modelled, because its error is. */
const absent = (answer: string, since: string, call: string, item?: string): SupportRow => ({
  call,
  ...(item !== undefined && { item }),
  level: 'modelled',
  note: `${answer}: came with ${since}`,
});

const sameItem = (a: SupportRow, b: SupportRow): boolean => a.call === b.call && a.item === b.item;

/** The matrix with these rows in the place of those that say something else of the same. */
function changed(base: SupportMatrix, rows: SupportMatrix): SupportMatrix {
  const kept = base.map((row) => rows.find((other) => sameItem(row, other)) ?? row);
  return [...kept, ...rows.filter((row) => !base.some((other) => sameItem(row, other)))];
}

/** The rows of 6.12. */
export const SUPPORT_6_12: SupportMatrix = changed(SUPPORT_6_18, [
  absent('EINVAL', '6.13', 'madvise', 'MADV_GUARD_INSTALL'),
  absent('EINVAL', '6.13', 'madvise', 'MADV_GUARD_REMOVE'),
  absent('EINVAL', '6.18', 'prctl', 'PR_THP_DISABLE_EXCEPT_ADVISED'),
  {
    call: 'process_madvise',
    level: 'partly',
    note: 'of the caller itself, by a pidfd: WILLNEED, COLD, PAGEOUT and COLLAPSE; other advice is EINVAL before 6.13',
  },
  { call: 'mremap', item: 'several VMAs', level: 'modelled', note: 'EFAULT: came with 6.17' },
]);

/** The rows of 6.10. */
export const SUPPORT_6_10: SupportMatrix = changed(SUPPORT_6_12, [
  absent('EINVAL', '6.11', 'mmap', 'MAP_DROPPABLE'),
  absent('ENOTTY', '6.11', 'query'),
]);

/** The rows of 6.1. */
export const SUPPORT_6_1: SupportMatrix = changed(SUPPORT_6_10, [
  absent('ENOSYS', '6.10', 'mseal'),
  absent('EINVAL', '6.9', 'mbind', 'MPOL_WEIGHTED_INTERLEAVE'),
  ...['PR_SET_MDWE', 'PR_GET_MDWE'].map((operation) => absent('EINVAL', '6.3', 'prctl', operation)),
  ...['PR_SET_MEMORY_MERGE', 'PR_GET_MEMORY_MERGE'].map((operation) => absent('EINVAL', '6.4', 'prctl', operation)),
  absent('EINVAL', '6.3', 'memfd_create', 'MFD_EXEC'),
  absent('EINVAL', '6.3', 'memfd_create', 'MFD_NOEXEC_SEAL'),
  absent('EINVAL', '6.3', 'fcntl', 'F_SEAL_EXEC'),
  { call: 'memfd_secret', level: 'modelled', note: 'ENOSYS, unless the log shows that it was switched on' },
  absent('no effect', '6.7', 'mmap', 'MAP_STACK'),
  absent('no flag', '6.6', 'mmap', 'MAP_ABOVE4G'),
]);
