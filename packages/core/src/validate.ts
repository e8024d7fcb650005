/** validate_mm(): every invariant of an address space, each with a name. @kernel 6.18 mm/vma.c */

import type { MmStruct } from './mm-struct.ts';

/** What is broken, in sentences; empty when all is well. */
export function validateMm(mm: MmStruct): string[] {
  const broken: string[] = [];
  const say = (what: string): void => void broken.push(`${mm.describe()}: ${what}`);
  let pages = 0;
  let end = 0;
  const entries = mm.vmas.entries();
  for (const { start, end: entryEnd, value: vma } of entries) {
    if (vma.start !== start || vma.end !== entryEnd)
      say(`${vma.describe()} is [${vma.start}, ${vma.end}) but the index has it at [${start}, ${entryEnd})`);
    if (vma.start >= vma.end) say(`${vma.describe()} is empty`);
    if (start < end) say(`${vma.describe()} overlaps the VMA before it`);
    if (vma.detached) say(`${vma.describe()} is in the index and detached`);
    if (vma.mm !== mm) say(`${vma.describe()} belongs to ${vma.mm.describe()}`);
    if ((vma.anonVma === null) !== (vma.anonVmaChain.length === 0))
      say(
        `${vma.describe()} has ${vma.anonVmaChain.length} anon_vma links and ${vma.anonVma === null ? 'no' : 'an'} anon_vma`,
      );
    end = entryEnd;
    pages += vma.pages;
  }
  if (entries.length !== mm.mapCount) say(`map_count is ${mm.mapCount}, the index has ${entries.length} VMAs`);
  if (mm.totalVm !== pages) say(`total_vm is ${mm.totalVm}, the VMAs have ${pages} pages`);
  return broken;
}
