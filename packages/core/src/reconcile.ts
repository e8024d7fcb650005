/**
 * What only a snapshot can tell. The stack grew: a log of calls does not show the accesses that made it grow; where a
 * recorded snapshot has a lower start of [stack], the model grows its own to there, if a fault could have. A file was
 * deleted: a log of memory calls does not show that; its mappings are the same, only their path says so.
 */

import { addrOf, hex, vpnOf } from '@mm-playground/api';
import type { MmStruct } from './mm-struct.ts';
import { expandDownwards } from './stack.ts';

interface Shown {
  readonly start: bigint;
  readonly end: bigint;
  readonly name: string;
}

/** Takes from a snapshot what no call could have told. */
export function reconcile(mm: MmStruct, maps: readonly Shown[]): void {
  reconcileStack(mm, maps);
  for (const row of maps) if (row.name.endsWith(DELETED)) reconcileDeleted(mm, row);
}

const DELETED = ' (deleted)';

function reconcileDeleted(mm: MmStruct, { start, name }: Shown): void {
  const file = mm.vmas.load(vpnOf(start, mm.sys.arch.geometry.pageShift))?.file;
  if (file == null || file.inode.deleted || file.shownPath + DELETED !== name) return;
  mm.sys.journal.touch(file.inode).deleted = true;
  mm.sys.infer('open file', `${file.path} was deleted`);
}

/** Grows the stack to where the snapshot shows it, and says so. */
function reconcileStack(mm: MmStruct, maps: readonly Shown[]): void {
  const shift = mm.sys.arch.geometry.pageShift;
  const recorded = maps.find((row) => row.name === '[stack]');
  const stack = mm.vmas.load(vpnOf(mm.startStack, shift));
  if (recorded === undefined || stack === null || recorded.end !== addrOf(stack.end, shift)) return;
  const start = vpnOf(recorded.start, shift);
  if (start >= stack.start || expandDownwards(mm, stack, start) !== null) return;
  mm.sys.infer('stack grown', `the stack grew down to ${hex(recorded.start)}`);
}
