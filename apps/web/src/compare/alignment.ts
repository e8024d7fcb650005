/*
 * Which call of one program is which of another. Of the same text each is its own; of two branches the calls before and after what was
 * edited are, and of what lies between as many as can be in order.
 */
import type { CallRow } from '@mm-playground/viewers';
import type { Played } from '../played.ts';

/** The partner of each call, on both sides; -1 where it has none. */
export interface Alignment {
  readonly there: Int32Array;
  readonly back: Int32Array;
}

/** Comparisons that are made at most for what lies between; beyond that, calls pair up by their number. */
const MOST_COMPARED = 4_000_000;

const known = new WeakMap<Played, WeakMap<Played, Alignment>>();

/** The alignment of two programs; made once. */
export function alignmentOf(a: Played, b: Played): Alignment {
  const byOther = known.get(a) ?? new WeakMap<Played, Alignment>();
  known.set(a, byOther);
  const alignment = byOther.get(b) ?? align(a.calls, b.calls);
  byOther.set(b, alignment);
  return alignment;
}

const isSame = (a: CallRow | undefined, b: CallRow | undefined): boolean =>
  a !== undefined && b !== undefined && a.text === b.text && a.task === b.task;

function align(a: readonly CallRow[], b: readonly CallRow[]): Alignment {
  const there = new Int32Array(a.length).fill(-1);
  const back = new Int32Array(b.length).fill(-1);
  const pair = (from: number, to: number): void => {
    there[from] = to;
    back[to] = from;
  };
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  for (; head < shorter && isSame(a[head], b[head]); head++) pair(head, head);
  let tail = 0;
  while (tail < shorter - head && isSame(a[a.length - 1 - tail], b[b.length - 1 - tail])) tail++;
  for (let at = 1; at <= tail; at++) pair(a.length - at, b.length - at);
  alignBetween(a.slice(head, a.length - tail), b.slice(head, b.length - tail), (from, to) =>
    pair(head + from, head + to),
  );
  return { there, back };
}

/** Pairs as many as can be in order: the longest common subsequence. */
function alignBetween(a: readonly CallRow[], b: readonly CallRow[], pair: (from: number, to: number) => void): void {
  if (a.length * b.length > MOST_COMPARED) {
    for (let at = 0; at < Math.min(a.length, b.length); at++) pair(at, at);
    return;
  }
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] = isSame(a[i], b[j]) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  for (let i = 0, j = 0; i < a.length && j < b.length;)
    if (isSame(a[i], b[j])) pair(i++, j++);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
}

/** The partner of a call, or of the nearest one before it that has one; -1 where none has. */
export function partnerOf({ there }: Alignment, call: number): number {
  for (let at = call; at >= 0; at--) {
    const partner = there[at] ?? -1;
    if (partner >= 0) return partner;
  }
  return -1;
}
