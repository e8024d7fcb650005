/**
 * What can fail in the calls of the flat model, and what each failure leaves behind. A mapping over others is refused before
 * anything happened, or, when its pages cannot be had, after what was there is gone; a protection that cannot be set leaves
 * its range split. The lossy kernel has a defect: it keeps the old mapping and forgets what was written there.
 */

import { MAP } from '@mm-playground/api';
import { argument, mmOf, withMm, type FlatCall, type FlatState } from './flat-calls.ts';
import { find, PAGE, without, withRange } from './flat-mm.ts';

/** A step that can fail. */
export interface FlatFailure {
  /** Its name, as a control is asked. */
  readonly step: string;
  /** The state after the failure. */
  readonly left: (call: FlatCall, lossy: boolean) => FlatState;
}

const unchanged = ({ state }: FlatCall): FlatState => state;

function withoutOld(call: FlatCall, lossy: boolean): FlatState {
  const [start, length, flags] = [argument(call, 0), argument(call, 1), argument(call, 3)];
  if ((flags & MAP.values.MAP_FIXED) === 0n) return call.state;
  const mm = mmOf(call);
  const left = without(mm, start, start + length);
  return withMm(call, lossy ? { ...mm, written: left.written } : left);
}

function splitAtStart(call: FlatCall): FlatState {
  const start = (argument(call, 0) / PAGE) * PAGE;
  const mm = mmOf(call);
  const range = find(mm, start);
  if (range === undefined || range.start === start) return call.state;
  return withMm(call, { ...withRange(mm, { ...range, start }), written: mm.written });
}

/** By call, in the order in which they are reached. */
export const FLAT_FAILURES: Readonly<Record<string, readonly FlatFailure[]>> = {
  mmap: [
    { step: 'range_alloc', left: unchanged },
    { step: 'range_fill', left: withoutOld },
  ],
  mprotect: [{ step: 'range_protect', left: splitAtStart }],
};
