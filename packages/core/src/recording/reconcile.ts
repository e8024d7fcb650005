/**
 * What only a snapshot can tell. The stack grew: a log of calls does not show the accesses that made it grow; where a
 * recorded snapshot has a lower start of [stack], the model grows its own to there, if a fault could have. A file was
 * deleted: a log of memory calls does not show that; its mappings are the same, only their path says so. A mapping was *not*
 * written, although that was assumed: it has merged with a neighbour, or is no longer charged, as only an unwritten one does.
 */

import { VM_ACCOUNT, VM_WRITE, addrOf, hex, vpnOf, type ShownVma } from '@mm-playground/api';
import { unchargeMemory } from '../mm/accounting.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { expandDownwards } from '../mm/stack.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { vmaMergeExistingRange } from '../vma/vma-merge.ts';
import { takeApart, takeBackWritten } from './written.ts';

/** Takes from a snapshot what no call could have told. */
export function reconcile(mm: MmStruct, shown: readonly ShownVma[]): void {
  reconcileStack(mm, shown);
  for (const row of shown) {
    if (row.name.endsWith(DELETED)) reconcileDeleted(mm, row);
    reconcileWritten(mm, row);
    reconcileUnwritten(mm, row);
  }
}

const DELETED = ' (deleted)';

function reconcileDeleted(mm: MmStruct, { start, name }: ShownVma): void {
  const file = mm.vmas.load(vpnOf(start, mm.sys.arch.geometry.pageShift))?.file;
  if (file === null || file === undefined || file.inode.deleted || file.shownPath + DELETED !== name) return;
  mm.sys.journal.touch(file.inode).deleted = true;
  mm.sys.infer('open file', `${file.path} was deleted`);
}

/** Grows the stack to where the snapshot shows it, and says so. */
function reconcileStack(mm: MmStruct, shown: readonly ShownVma[]): void {
  const shift = mm.sys.arch.geometry.pageShift;
  const recorded = shown.find((row) => row.name === '[stack]');
  const stack = mm.vmas.load(vpnOf(mm.startStack, shift));
  if (recorded === undefined || stack === null || recorded.end !== addrOf(stack.end, shift)) return;
  const start = vpnOf(recorded.start, shift);
  if (start >= stack.start || expandDownwards(mm, stack, start) !== null) return;
  mm.sys.infer('stack grown', `the stack grew down to ${hex(recorded.start)}`);
}

const wasTold = ({ assumedWritten }: VmArea): boolean => typeof assumedWritten === 'object';

/** Takes back an assumption that the line refutes, and does what would have happened without it. */
function reconcileWritten(mm: MmStruct, row: ShownVma): void {
  const shift = mm.sys.arch.geometry.pageShift;
  const vmas = mm.vmas.inRange(vpnOf(row.start, shift), vpnOf(row.end, shift));
  const first = vmas[0];
  if (first === undefined || !vmas.some(wasTold)) return;
  if (vmas.length === 1) dropCharge(mm, first, row);
  else if (addrOf(first.start, shift) === row.start) mergeAfterAll(mm, vmas);
}

/** The line shows that the mapping is not charged, as only one that was never written is. */
function dropCharge(mm: MmStruct, vma: VmArea, { flags }: ShownVma): void {
  if (flags !== undefined && flags.xor(vma.flags) === VM_ACCOUNT && !flags.has(VM_ACCOUNT)) takeBack(mm, vma);
}

/** The mapping was not written, so that mprotect let go of its charge when it took WRITE away. */
function takeBack(mm: MmStruct, vma: VmArea): void {
  takeBackWritten(vma);
  if (!vma.isAnonymous || vma.flags.has(VM_WRITE) || !vma.flags.has(VM_ACCOUNT)) return;
  vma.touch('flags').flags = vma.flags.without(VM_ACCOUNT);
  unchargeMemory(mm, vma.pages);
}

/** Two neighbours of the model are one on the real kernel: they are alike but for an anon_vma that was only assumed. */
function mergeAfterAll(mm: MmStruct, vmas: readonly VmArea[]): void {
  for (const vma of vmas) if (wasTold(vma)) takeBack(mm, vma);
  for (const middle of vmas.slice(1)) {
    const { start, end, flags, pgoff, ops, file, anonVma, name: anonName, policy, userfault } = middle;
    const range = { start, end, flags, pgoff, ops, file, anonVma, anonName, policy, userfault };
    vmaMergeExistingRange(mm, { ...range, prev: mm.vmas.prev(middle), middle, next: null });
  }
}

/** The line begins where two mappings of the model became one, which they do not if both had been written. */
function reconcileUnwritten(mm: MmStruct, { start }: ShownVma): void {
  const page = vpnOf(start, mm.sys.arch.geometry.pageShift);
  const vma = mm.vmas.load(page);
  if (vma !== null && vma.start < page && vma.seams.includes(page)) takeApart(vma, page);
}
