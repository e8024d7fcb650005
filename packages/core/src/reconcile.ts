/**
 * What only a snapshot can tell: the stack grew. A log of calls does not show the accesses that made it grow; where a
 * recorded snapshot has a lower start of [stack], the model grows its own to there, if a fault could have.
 */

import { addrOf, hex, vpnOf } from '@mm-playground/api';
import type { MmStruct } from './mm-struct.ts';
import { expandDownwards } from './stack.ts';

interface Shown {
  readonly start: bigint;
  readonly end: bigint;
  readonly name: string;
}

/** Grows the stack to where the snapshot shows it, and says so. */
export function reconcileStack(mm: MmStruct, maps: readonly Shown[]): void {
  const shift = mm.sys.arch.geometry.pageShift;
  const recorded = maps.find((row) => row.name === '[stack]');
  const stack = mm.vmas.load(vpnOf(mm.startStack, shift));
  if (recorded === undefined || stack === null || recorded.end !== addrOf(stack.end, shift)) return;
  const start = vpnOf(recorded.start, shift);
  if (start >= stack.start || expandDownwards(mm, stack, start) !== null) return;
  mm.sys.infer('stack grown', `the stack grew down to ${hex(recorded.start)}`);
}
