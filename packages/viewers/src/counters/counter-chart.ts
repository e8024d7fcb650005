/**
 * The course of one counter as a step line: the ends of the calls before, and then the steps of the present call. Pure: from moments to
 * shapes. Between two moments a counter keeps its value, so the line has no slopes.
 */

import type { Counters } from '@mm-playground/api';
import type { Position } from '../position.ts';

/** The counters at a moment. */
export interface CounterMoment {
  readonly position: Position;
  readonly counters: Counters;
  /** Invariants that the call at work has broken for a while. */
  readonly knowinglyBroken: readonly string[];
}

/** Where moments come from. */
export interface CounterCourse {
  /** The ends of the newest calls before a call, and after them the steps of that call, thinned out where they are many. */
  momentsUntil(call: number): readonly CounterMoment[];
}

/** The size of the picture, in its own units. */
export const CHART = { width: 600, height: 96, pad: 6 } as const;

/** What is drawn of a counter. */
export interface CounterChart {
  readonly low: number;
  readonly high: number;
  readonly path: string;
  /** The x at which the present call begins; null where the picture has nothing else, or nothing of it. */
  readonly present: number | null;
  /** Stretches in which an invariant is knowingly broken: left edge, width, and which. */
  readonly broken: readonly { readonly x: number; readonly width: number; readonly names: readonly string[] }[];
}

/** The left edge of a moment. */
export const xOf = (at: number, count: number): number => (CHART.width * at) / Math.max(1, count);

/** The moment under an x. */
export const momentAt = (x: number, count: number): number =>
  Math.max(0, Math.min(count - 1, Math.floor((x / CHART.width) * count)));

/** Draws the course of a counter. */
export function chartOf(moments: readonly CounterMoment[], key: keyof Counters, call: number): CounterChart {
  const values = moments.map(({ counters }) => counters[key]);
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const y = (value: number): number =>
    high === low
      ? CHART.height / 2
      : CHART.height - CHART.pad - ((value - low) / (high - low)) * (CHART.height - 2 * CHART.pad);
  const path = values.map(
    (value, at) => `${at === 0 ? 'M0' : `H${round(xOf(at, values.length))}`}${at === 0 ? ' ' : 'V'}${round(y(value))}`,
  );
  const begin = moments.findIndex(({ position }) => position.call === call);
  return {
    low,
    high,
    path: values.length === 0 ? '' : `${path.join('')}H${CHART.width}`,
    present: begin > 0 ? xOf(begin, moments.length) : null,
    broken: brokenStretches(moments),
  };
}

const round = (x: number): string => String(Math.round(x * 10) / 10);

function brokenStretches(moments: readonly CounterMoment[]): CounterChart['broken'] {
  const stretches: { x: number; width: number; names: readonly string[] }[] = [];
  const width = xOf(1, moments.length);
  for (const [at, { knowinglyBroken: names }] of moments.entries()) {
    if (names.length === 0) continue;
    const x = xOf(at, moments.length);
    const last = stretches.at(-1);
    const goesOn = last !== undefined && last.names.join() === names.join() && last.x + last.width > x - width / 2;
    if (goesOn) last.width = x + width - last.x;
    else stretches.push({ x, width, names });
  }
  return stretches;
}

/** The last moment at or before a position; -1 where all are later. */
export const momentOf = (moments: readonly CounterMoment[], { call, step }: Position): number =>
  moments.findLastIndex(({ position }) => position.call < call || (position.call === call && position.step <= step));
