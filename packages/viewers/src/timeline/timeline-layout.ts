/**
 * Where calls and steps lie on the timeline. Two bands: all calls, and the steps of the current call as a flame graph (see
 * `flame.ts`). Pure functions of counts and widths; more calls than pixels are summed up per pixel, the gravest verdict first.
 */

import type { CallRow, CallVerdict } from '../call-row.ts';

/** Verdicts by gravity: what a pixel shows that stands for many calls. */
const GRAVITY: Readonly<Record<CallVerdict, number>> = {
  stopped: 6,
  diverges: 5,
  inferred: 4,
  agrees: 3,
  played: 2,
  skipped: 1,
  pending: 0,
};

/** A run of calls that share a mark on the timeline. */
export interface CallMark {
  readonly left: number;
  readonly width: number;
  /** First call, and how many. */
  readonly call: number;
  readonly count: number;
  readonly verdict: CallVerdict;
  readonly failed: boolean;
  /** Row of its task, or -1 where calls of several tasks are summed up. */
  readonly lane: number;
}

/** Margin at both ends of the track, so that the first and last marks are whole. */
export const EDGE = 8;
const MAX_CALL_PX = 44;

/** Pixels per call. */
export const callPx = (calls: number, width: number): number =>
  Math.min(MAX_CALL_PX, (width - 2 * EDGE) / Math.max(1, calls + 1));

/** The x at which call number `call` ends: the state after it. -1 is the initial state. */
export const xOfCall = (call: number, calls: number, width: number): number =>
  EDGE + (call + 1) * callPx(calls, width) + callPx(calls, width) / 2;

/** The call whose end is nearest to x; -1 for the initial state. */
export function callAt(x: number, calls: number, width: number): number {
  const call = Math.round((x - EDGE) / callPx(calls, width) - 1.5);
  return Math.max(-1, Math.min(calls - 1, call)) + 0;
}

/** Rows of calls that are still told apart. */
const MAX_LANES = 6;

/** The tasks that have a row, in order of appearance; those beyond the last row share the first. */
export const tasksOf = (calls: readonly CallRow[]): string[] =>
  [...new Set(calls.map((row) => row.task))].slice(0, MAX_LANES);

/** Marks in ascending order, at most one a pixel and lane. */
export function callMarks(calls: readonly CallRow[], width: number, tasks: readonly string[]): CallMark[] {
  const px = callPx(calls.length, width);
  const lanes = new Map(tasks.map((task, i) => [task, i]));
  const perMark = Math.max(1, Math.ceil(1.5 / px));
  const marks: CallMark[] = [];
  for (let first = 0; first < calls.length; first += perMark) {
    const run = calls.slice(first, first + perMark);
    const gravest = run.reduce((a, b) => (GRAVITY[b.verdict] > GRAVITY[a.verdict] ? b : a));
    const lane = run.every((row) => row.task === gravest.task) ? (lanes.get(gravest.task) ?? 0) : -1;
    marks.push({
      left: xOfCall(first, calls.length, width) - px / 2,
      width: px * run.length,
      call: first,
      count: run.length,
      verdict: gravest.verdict,
      failed: run.some((row) => row.failed),
      lane,
    });
  }
  return marks;
}

/** The x of the left edge of step number `step`, of `count` steps. */
export const xOfStep = (step: number, count: number, width: number): number =>
  EDGE + (step * (width - 2 * EDGE)) / Math.max(1, count);

/** The step under x; -1 where there are none. */
export function stepAt(x: number, count: number, width: number): number {
  if (count === 0) return -1;
  return Math.max(0, Math.min(count - 1, Math.floor(((x - EDGE) * count) / (width - 2 * EDGE))));
}
