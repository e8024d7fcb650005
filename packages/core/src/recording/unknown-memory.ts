/**
 * Memory that a log never mapped and that was there all the same: stand-ins for whatever is mapped, made when a recorded result
 * shows that something is. What they stand for is not known, so that they may be made larger, and go, as later results tell.
 */

import { VM_ACCOUNT, VM_MAYEXEC, VM_MAYREAD, VM_MAYWRITE, VM_READ, VM_WRITE, type Vpn } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { VmArea } from '../vma/vm-area.ts';

const PLAIN = VM_READ.or(VM_WRITE).or(VM_MAYREAD).or(VM_MAYWRITE).or(VM_MAYEXEC).or(VM_ACCOUNT);

/** A VMA that stands for whatever is there. Its name keeps it from merging with what is known. */
export function placeUnknown(mm: MmStruct, start: Vpn, end: Vpn): void {
  const vma = mm.newVma({ start, end, flags: PLAIN, pgoff: start, ops: 'anonymous', file: null });
  vma.touch('unknown').unknown = true;
  vma.touch('name').name = 'unknown';
  mm.vmas.store(vma);
  mm.touch('mapCount').mapCount++;
  mm.touch('totalVm').totalVm += vma.pages;
}

/** Takes a hole as mapped: by a stand-in that ends or begins there, which is one mapping then, else by one of its own. */
export function fillUnknown(mm: MmStruct, start: Vpn, end: Vpn): void {
  const below = mm.vmas.inRange(start - 1, start)[0];
  const above = mm.vmas.inRange(end, end + 1)[0];
  if (below?.unknown === true) grow(mm, below, below.start, end);
  else if (above?.unknown === true) grow(mm, above, start, above.end);
  else placeUnknown(mm, start, end);
}

function grow(mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn): void {
  mm.touch('totalVm').totalVm += end - start - vma.pages;
  vma.touch('pgoff').pgoff -= vma.start - start;
  vma.touch('start').start = start;
  vma.touch('end').end = end;
  mm.vmas.store(vma);
}

/** Whether nothing but stand-ins that nobody used is in a range, and at least one is. */
export function isOnlyUnknown(mm: MmStruct, start: Vpn, end: Vpn): boolean {
  const vmas = mm.vmas.inRange(start, end);
  return (
    vmas.length > 0 && vmas.every((vma) => vma.unknown && vma.anonVma === null && vma.start >= start && vma.end <= end)
  );
}

/** Takes the stand-ins of a range away: what they stood for was elsewhere, or has gone. */
export function forgetUnknown(mm: MmStruct, start: Vpn, end: Vpn): void {
  for (const vma of [...mm.vmas.inRange(start, end)]) {
    mm.vmas.clear(vma.start, vma.end);
    mm.touch('mapCount').mapCount--;
    mm.touch('totalVm').totalVm -= vma.pages;
  }
}
