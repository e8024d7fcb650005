/**
 * A program that was played, as viewers need it: rows, what was found, and views on demand. Who draws knows this and not the session.
 */

import type { Change, Counters, MmView, Step } from '@mm-playground/api';
import { endOf, type CallRow, type CounterMoment, type Position } from '@mm-playground/viewers';
import type { Session } from 'mm-playground';

/** A line of the report: what stands where. */
export interface Finding {
  readonly line: number;
  /** Index of the call that it belongs to, or -1. */
  readonly call: number;
  readonly text: string;
}

/** Something that had to be assumed. */
export interface Assumed extends Finding {
  /** `stack grown`, `open file`. */
  readonly kind: string;
}

/** Where and why a replay stopped, or went on without something. */
export interface Unmodelled extends Finding {
  /** The call as written. */
  readonly source: string;
}

/** What was played of a text. */
export interface Played {
  /** The text that was played. */
  readonly text: string;
  /** The calls that ran, in order. */
  readonly calls: readonly CallRow[];
  /** Calls that were compared with a recording; all that ran where there is none. */
  readonly counted: number;
  /** Recorded snapshots that were compared. */
  readonly checkpoints: number;
  readonly divergences: readonly Finding[];
  readonly inferences: readonly Assumed[];
  readonly skipped: readonly Unmodelled[];
  readonly stopped: Unmodelled | null;
  /** What it ran on, by name. */
  readonly machine: { readonly kernel: string; readonly arch: string; readonly index: string };
  readonly pageShift: number;
  /** What comparisons look at; null where there is no machine behind it. */
  readonly session: Session | null;
  /** The address space at a position. */
  view(position: Position): MmView | null;
  /** The steps of a call. */
  stepsOf(call: number): readonly Step[];
  /** What the step at a position changed; where the call is complete, what the call changed. */
  changesAt(position: Position): readonly Change[];
  /** What a function of a call changed as a whole: from before step `first` to after step `last`. */
  changesOver(call: number, first: number, last: number): readonly Change[];
  /** The counters after each of the calls up to this one; of a long program, the newest. */
  countersUntil(call: number): readonly Counters[];
  /** The counters after the newest calls before this one, and after its steps, thinned out where they are many. */
  momentsUntil(call: number): readonly CounterMoment[];
}

/** The nearest position that exists in what was played. */
export function clampPosition(played: Pick<Played, 'calls'> | null, { call, step }: Position): Position {
  const calls = played?.calls ?? [];
  const inside = Math.max(-1, Math.min(call, calls.length - 1));
  const end = endOf(calls, inside);
  return inside === call ? { call, step: Math.max(-1, Math.min(step, end.step)) } : end;
}
