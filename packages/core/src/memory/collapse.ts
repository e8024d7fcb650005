/** MADV_COLLAPSE: what it says where there is nothing to collapse. Making a huge page of small ones is refused. @kernel 6.18 mm/khugepaged.c */

import { EINVAL, NotModelled, PRCTL, VM_NOHUGEPAGE, VM_SPECIAL, type Errno } from '@mm-playground/api';
import type { MmStruct } from '../mm-struct.ts';
import { traced } from '../system.ts';
import type { VmArea } from '../vm-area.ts';
import { childOf, pmdLevel, tableAt } from './page-table.ts';

/**
 * The whole huge pages in a range: 0 where there are none to make. A range within one huge page, which has none, is EINVAL.
 *
 * @errno EINVAL memory that cannot have huge pages, was never written, or has no page table there
 * @throws NotModelled where pages would have to be moved together
 */
export const madviseCollapse = traced(
  'madvise_collapse',
  (mm: MmStruct, vma: VmArea, start: number, end: number): Errno | null => {
    const huge = mm.sys.memory.hugePages;
    if (!isCollapsible(mm, vma)) return EINVAL;
    const first = Math.ceil(start / huge) * huge;
    const last = Math.floor(end / huge) * huge;
    if (last < first) return EINVAL;
    for (let page = first; page < last; page += huge) {
      const table = tableAt(mm, page, pmdLevel(mm));
      if (table === null || table.isEmpty(table.indexOf(page))) return EINVAL;
      if (childOf(mm, table, table.indexOf(page)) !== null)
        throw new NotModelled('MADV_COLLAPSE', 'of small pages into a huge one');
    }
    return null;
  },
  (_mm, vma, start, end) => ({ vma, start, end }),
);

/** thp_vma_allowable_order(), asked for by name: whatever the machine's setting is, and PR_SET_THP_DISABLE if it spares advice. */
function isCollapsible(mm: MmStruct, vma: VmArea): boolean {
  const huge = mm.sys.memory.hugePages;
  if (vma.flags.has(VM_NOHUGEPAGE.or(VM_SPECIAL)) || vma.ops === 'special') return false;
  if (mm.thpDisable !== 0n && (mm.thpDisable & PRCTL.values.PR_THP_DISABLE_EXCEPT_ADVISED) === 0n) return false;
  if (Math.ceil(vma.start / huge) * huge + huge > vma.end) return false;
  // Files on disks need CONFIG_READ_ONLY_THP_FOR_FS.
  if (vma.ops === 'file') return false;
  if (vma.ops === 'shmem') throw new NotModelled('MADV_COLLAPSE', 'of shared memory');
  return vma.anonVma !== null;
}
