/**
 * Two programs that were played, beside each other: which call of one is which of the other, which step of a call which, and where the
 * other one stands when one stands somewhere.
 */
import { vpn, type Selection, type Step } from '@mm-playground/api';
import { endOf, samePosition, type CallRow, type Position } from '@mm-playground/viewers';
import { align, alignSteps, type Alignment } from 'mm-playground';
import type { Played } from './played.ts';

const known = new WeakMap<Played, WeakMap<Played, Alignment>>();

/** The alignment of two programs; made once. */
export const alignmentOf = (a: Played, b: Played): Alignment =>
  once(known, a, b, () => align(a.calls.map(callKey), b.calls.map(callKey)));

const callKey = ({ task, text }: CallRow): string => `${task} ${text}`;

const knownSteps = new WeakMap<readonly Step[], WeakMap<readonly Step[], Alignment>>();

/** The alignment of the steps of two calls, by their names; made once. */
export const stepAlignmentOf = (a: readonly Step[], b: readonly Step[]): Alignment =>
  once(knownSteps, a, b, () => alignSteps(a, b));

function once<Key extends object>(
  all: WeakMap<Key, WeakMap<Key, Alignment>>,
  a: Key,
  b: Key,
  make: () => Alignment,
): Alignment {
  const byOther = all.get(a) ?? new WeakMap<Key, Alignment>();
  all.set(a, byOther);
  const alignment = byOther.get(b) ?? make();
  byOther.set(b, alignment);
  return alignment;
}

/** The partner of one, or of the nearest before it that has one; -1 where none has. */
function partnerOf({ there }: Alignment, index: number): number {
  for (let at = index; at >= 0; at--) {
    const partner = there[at] ?? -1;
    if (partner >= 0) return partner;
  }
  return -1;
}

/** Where the other cursor stands: in the same call, at the same step or the last before it that both have; when one has returned, so has the other. */
export function besidesPosition(shown: Played, other: Played, position: Position): Position {
  const alignment = alignmentOf(shown, other);
  const call = partnerOf(alignment, position.call);
  const end = endOf(other.calls, call);
  const isComplete = samePosition(position, endOf(shown.calls, position.call));
  if (isComplete || alignment.there[position.call] !== call) return end;
  return { call, step: partnerOf(stepAlignmentOf(shown.stepsOf(position.call), other.stepsOf(call)), position.step) };
}

/** A selection in pages of another size: the same bytes, outwards to whole pages. */
export function resized(selection: Selection | null, from: number, to: number): Selection | null {
  if (selection === null || from === to) return selection;
  const scale = 2 ** (from - to);
  const start = vpn(Math.floor(selection.start * scale));
  const end = vpn(Math.max(start + 1, Math.ceil(selection.end * scale)));
  return { kind: selection.kind === 'page' ? 'page' : 'range', start, end };
}
