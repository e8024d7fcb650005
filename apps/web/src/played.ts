/*
 * A program that was played, as the shell needs it: what the header counts, what the lists name, and views on demand. The
 * shell knows this and not the session, so that its state can be made up in a test in three lines.
 */
import type { Change, Counters, MmView, Step, Story } from '@mm-playground/api';
import { endOf, type CallRow, type CounterMoment, type FailedStep, type Position } from '@mm-playground/viewers';
import type { Past, Session } from 'mm-playground';

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

/** Calls that run concurrently, at the end of a program. */
export interface RaceFacts {
  /** Index of the row that stands for all of them, whether it was played or not. */
  readonly call: number;
  readonly threads: readonly { readonly name: string; readonly calls: readonly string[] }[];
  /** The schedule that was played, in words; then the steps of the row are its moves. Null where none was. */
  readonly words: string | null;
}

/** What comes of failing each step of a call that can fail. */
export interface FailureTable {
  /** What the call gives when nothing fails. */
  readonly result: string;
  readonly failures: readonly FailedStep[];
}

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
  /** What the file says about itself; null where it says nothing. */
  readonly story: Story | null;
  /** The race at the end of the program; null where there is none. */
  readonly race: RaceFacts | null;
  /** What it ran on, as the header names it. */
  readonly machine: { readonly kernel: string; readonly arch: string; readonly index: string };
  readonly pageShift: number;
  /** What searches and maps of the run look at. */
  readonly past: Past;
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
  /** Fails each step of a call in turn, on a machine of its own; null of what is no single call. Takes a while. */
  failuresOf(call: number): FailureTable | null;
  /** The counters after each of the calls up to this one; of a long program, the newest. */
  countersUntil(call: number): readonly Counters[];
  /** The counters after the newest calls before this one, and after its steps, thinned out where they are many. */
  momentsUntil(call: number): readonly CounterMoment[];
}

/** The nearest position that exists in what was played. */
export function clampPosition(played: Played | null, { call, step }: Position): Position {
  const calls = played?.calls ?? [];
  const inside = Math.max(-1, Math.min(call, calls.length - 1));
  const end = endOf(calls, inside);
  return inside === call ? { call, step: Math.max(-1, Math.min(step, end.step)) } : end;
}
