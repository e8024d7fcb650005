/** The Vm* and Rss* lines of /proc/PID/status. @kernel 6.18 fs/proc/task_mmu.c task_mem() */

import { kbIn, type Counters, type Status } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';

/** In kB. VmHWM is the peak of what the model saw; VmPin and VmSwap are always 0. */
export function procStatus(mm: MmStruct): Status {
  const { pageShift } = mm.sys.arch.geometry;
  const kb = (pages: number): number => kbIn(pages, pageShift);
  const rss = mm.anonPages + mm.filePages + mm.shmemPages;
  const text = textPages(mm);
  return {
    VmPeak: kb(Math.max(mm.hiwaterVm, mm.totalVm)),
    VmSize: kb(mm.totalVm),
    VmLck: kb(mm.lockedVm),
    VmPin: 0,
    VmHWM: kb(Math.max(mm.hiwaterRss, rss)),
    VmRSS: kb(rss),
    RssAnon: kb(mm.anonPages),
    RssFile: kb(mm.filePages),
    RssShmem: kb(mm.shmemPages),
    VmData: kb(mm.dataVm),
    VmStk: kb(mm.stackVm),
    VmExe: kb(text),
    VmLib: kb(mm.execVm - text),
    VmPTE: kb(mm.tablePages),
    VmSwap: kb(mm.swapEnts),
  };
}

/** Pages of the program's own code: end_code - start_code in whole pages, at most all executable ones. */
function textPages(mm: MmStruct): number {
  const shift = BigInt(mm.sys.arch.geometry.pageShift);
  const mask = (1n << shift) - 1n;
  const bytes = ((mm.endCode + mask) & ~mask) - (mm.startCode & ~mask);
  return Math.min(Number(bytes >> shift), mm.execVm);
}

/** The same as the kernel keeps it, in pages. */
export const countersOf = (mm: MmStruct): Counters => ({
  map_count: mm.mapCount,
  total_vm: mm.totalVm,
  data_vm: mm.dataVm,
  exec_vm: mm.execVm,
  stack_vm: mm.stackVm,
  locked_vm: mm.lockedVm,
  hiwater_vm: Math.max(mm.hiwaterVm, mm.totalVm),
  anon_rss: mm.anonPages,
  file_rss: mm.filePages,
  shmem_rss: mm.shmemPages,
  page_tables: mm.tablePages,
  committed: mm.committed,
});
