/**
 * A whole run as numbers: where each call begins, counted in moments, and the moments that are marked. A moment is a step, or a call
 * without any. Everything here is a search in sorted arrays, so a million moments cost no more than a thousand.
 */

import type { CallRow } from '../call-row.ts';
import { INITIAL, type Position } from '../position.ts';

/** What is marked on the map of a run, in the order of its rows. */
export const RUN_MARK_KINDS = Object.freeze(['fault', 'split', 'merge', 'error', 'divergence'] as const);

export type RunMarkKind = (typeof RUN_MARK_KINDS)[number];

/** One of it, and many of them, in words. */
export const RUN_MARK_WORDS: Readonly<Record<RunMarkKind, readonly [one: string, many: string]>> = {
  fault: ['fault', 'faults'],
  split: ['split', 'splits'],
  merge: ['merge', 'merges'],
  error: ['error', 'errors'],
  divergence: ['divergence', 'divergences'],
};

/** A run, measured in moments. */
export interface RunMap {
  /** The first moment of each call, and last how many there are. */
  readonly starts: Uint32Array;
  /** Marked moments by kind, ascending. */
  readonly marks: Readonly<Record<RunMarkKind, Uint32Array>>;
}

/** How many moments a run has. */
export const momentsOf = ({ starts }: RunMap): number => starts.at(-1) ?? 0;

/** The moment of a position; -1 for the initial state. */
export function momentOf({ starts }: RunMap, { call, step }: Position): number {
  const start = starts[call];
  return call < 0 || start === undefined ? -1 : start + Math.max(0, step);
}

/** The position of a moment. */
export function positionOf({ starts }: RunMap, calls: readonly CallRow[], moment: number): Position {
  if (moment < 0) return INITIAL;
  const call = Math.min(firstAtLeast(starts, moment + 1), calls.length) - 1;
  const steps = calls[call]?.steps ?? 0;
  return { call, step: Math.min(moment - (starts[call] ?? 0), steps - 1) };
}

/** The nearest marked moment after (or before) a moment; null where there is none. */
export function nextMark({ marks }: RunMap, kind: RunMarkKind, moment: number, by: 1 | -1): number | null {
  const of = marks[kind];
  const at = by === 1 ? firstAtLeast(of, moment + 1) : firstAtLeast(of, moment) - 1;
  return of[at] ?? null;
}

/** How many moments of a kind lie in `[from, to)`. */
export const marksIn = ({ marks }: RunMap, kind: RunMarkKind, from: number, to: number): number =>
  firstAtLeast(marks[kind], to) - firstAtLeast(marks[kind], from);

/** The marked moments of a kind in `[from, to)`. */
export const marksAt = ({ marks }: RunMap, kind: RunMarkKind, from: number, to: number): Uint32Array =>
  marks[kind].subarray(firstAtLeast(marks[kind], from), firstAtLeast(marks[kind], to));

/** Index of the first number that is not below `least`; the length where there is none. */
function firstAtLeast(numbers: Uint32Array, least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
