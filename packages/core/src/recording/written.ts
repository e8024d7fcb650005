/**
 * "Was it written?" A log of system calls does not say which pages a program touched, and merging, accounting and mremap
 * depend on whether a mapping has an anon_vma. Outside ranges whose accesses are all in the log, the replay assumes that a
 * private writable mapping was written by the time of the next call on it. Whenever a decision then rests on such an
 * assumption, it is told once, as an inference of the kind *written*.
 */

import { VM_SHARED, VM_WRITE, hex, addrOf, isErrno, type Vpn } from '@mm-playground/api';
import { EMPTY_CHAIN } from '../vma/anon-vma.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { splitVmaUnlimited } from '../vma/vma-split.ts';
import { giveAnonVma } from '../vma/anon-vma-prepare.ts';

/** Whether the replay may have to assume something about this VMA. */
const couldBeWritten = (vma: VmArea): boolean =>
  vma.anonVma === null &&
  vma.flags.has(VM_WRITE) &&
  !vma.flags.has(VM_SHARED) &&
  vma.ops !== 'special' &&
  vma.ops !== 'driver';

/** `0x7ffff7d82000-0x7ffff7d84000` */
function rangeText({ start, end, mm }: VmArea): string {
  const shift = mm.sys.arch.geometry.pageShift;
  return `${hex(addrOf(start, shift))}-${hex(addrOf(end, shift))}`;
}

/** A decision rested on the anon_vma of these VMAs: tells it where it was only assumed. */
export function noteWritten(...vmas: VmArea[]): void {
  for (const vma of vmas) {
    if (vma.assumedWritten !== 'quietly') continue;
    const { sys } = vma.mm;
    const told = `${rangeText(vma)} was written`;
    vma.touch('assumedWritten').assumedWritten = { told };
    sys.infer('written', told);
  }
}

/**
 * Whether the accesses to the VMA are in the log. One that reaches beyond a complete range counts, too: who records every
 * access to a range does not let the program write beside it unseen.
 */
export function isComplete(vma: VmArea): boolean {
  const { sys } = vma.mm;
  const shift = sys.arch.geometry.pageShift;
  const start = addrOf(vma.start, shift);
  const end = addrOf(vma.end, shift);
  return sys.completeAccesses.some((range) => range.start < end && start < range.end);
}

/** The next call on these VMAs: what could have been written by now counts as written. */
export function assumeWritten(vmas: readonly VmArea[]): void {
  for (const vma of vmas) {
    if (vma.mm.sys.assume === 'untouched' || !couldBeWritten(vma) || isComplete(vma)) continue;
    giveAnonVma(vma.mm, vma);
    vma.touch('assumedWritten').assumedWritten = 'quietly';
  }
}

/** fork: the same for a whole address space. */
export function assumeWrittenEverywhere(mm: MmStruct): void {
  if (mm.sys.assume === 'written') assumeWritten(mm.vmas.all());
}

/** A snapshot shows that an assumption, which was told, is wrong: the VMA has no anon_vma after all. */
export function takeBackWritten(vma: VmArea): void {
  const { sys } = vma.mm;
  const { assumedWritten } = vma;
  if (typeof assumedWritten === 'string') return;
  vma.touch('anonVma').anonVma = null;
  vma.touch('anonVmaChain').anonVmaChain = EMPTY_CHAIN;
  vma.touch('assumedWritten').assumedWritten = 'no';
  // Where nothing was written, the page offset is that of the place, also after a move.
  if (vma.isAnonymous) vma.touch('pgoff').pgoff = vma.start;
  sys.inferences.push({
    kind: 'written',
    what: `${rangeText(vma)} was not written after all`,
    takesBack: assumedWritten.told,
  });
}

/** The seams of two VMAs that become one: theirs, and where they meet if that rests on one of them being unwritten. */
export function seamsOf(prev: VmArea, next: VmArea): readonly number[] {
  const seams = prev.seams.length + next.seams.length === 0 ? NO_SEAMS : [...prev.seams, ...next.seams];
  const open = [prev, next].every((vma) => vma.anonVma !== null || (couldBeWritten(vma) && !isComplete(vma)));
  const same = prev.anonVma !== null && prev.anonVma === next.anonVma;
  return open && !same ? [...seams, next.start] : seams;
}

const NO_SEAMS: readonly number[] = Object.freeze([]);

/** A snapshot shows two VMAs where there is one: both had been written when they met. */
export function takeApart(vma: VmArea, seam: Vpn): void {
  const { mm, seams } = vma;
  const above = splitVmaUnlimited(mm, vma, seam, 'new above');
  if (isErrno(above)) return;
  for (const half of [vma, above]) {
    half.touch('seams').seams = seams.filter((page) => page > half.start && page < half.end);
    const own = mm.newAnonVma();
    half.touch('anonVma').anonVma = own;
    half.touch('anonVmaChain').anonVmaChain = [own];
  }
  mm.sys.infer('written', `${rangeText(vma)} and ${rangeText(above)} were written`);
}
