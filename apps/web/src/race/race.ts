/*
 * What exploring a race came to, as the shell needs it: plain data that the state can hold.
 */
import type { Interleaving, ScheduleRow } from '@mm-playground/viewers';
import type { RaceProgress } from '../engine.ts';

/** One schedule that is worth looking at: the shortest of a violation, or one thread after the other where nothing is. */
export interface ShownSchedule {
  /** What it violates; null where it violates nothing. */
  readonly property: string | null;
  /** What was found, in a sentence. */
  readonly what: string;
  /** In the words of `#@ schedule`; empty where each thread just runs. */
  readonly words: string;
  /** In how many schedules the property is violated, and which part of all that is. */
  readonly schedules: bigint;
  readonly share: number;
  /** The move after which there is most to see. */
  readonly moment: number;
  readonly interleaving: Interleaving;
}

/** What a call gave, in how many schedules. */
export interface Outcome {
  readonly thread: string;
  readonly line: number;
  readonly text: string;
  /** Its result; what a reader listed follows, a line each. */
  readonly result: string;
  readonly schedules: bigint;
  readonly share: number;
}

/** An exploration of one kernel. */
export interface RaceReport {
  readonly schedules: bigint;
  readonly states: number;
  readonly runs: number;
  /** How often, at most, a thread that could go on was interrupted; null where every interleaving was covered. */
  readonly bound: number | null;
  /** Violations, the shortest first; one harmless schedule where there are none. */
  readonly shown: readonly ShownSchedule[];
  readonly outcomes: readonly Outcome[];
  /** The shown schedules, and every one in which one thread is interrupted once, up to a bound. */
  readonly matrix: readonly ScheduleRow[];
}

/** An exploration under way, done, or not to be done. */
export type RaceRun =
  | ({ readonly status: 'running' } & RaceProgress)
  | { readonly status: 'done'; readonly report: RaceReport }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly message: string };

/** Threads up to which a race is explored without being asked to. */
export const SMALL_RACE = 2;

/** The properties that an exploration found violated. */
export const violatedIn = ({ shown }: RaceReport): string[] => [
  ...new Set(shown.flatMap(({ property }) => (property === null ? [] : [property]))),
];

const GROUPED = new Intl.NumberFormat('en');
/** From here on nobody reads digits. */
const MANY = 10n ** 12n;

/** `122,084,003`, `2.16 × 10^28`. */
export function countText(count: bigint): string {
  if (count < MANY) return GROUPED.format(count);
  const digits = count.toString();
  return `${digits[0]}.${digits.slice(1, 3)} × 10^${digits.length - 1}`;
}

/** `74 %`; never 0 or 100 where it is not all or nothing. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return '< 1 %';
  if (percent < 100 && percent > 99) return '> 99 %';
  return `${Math.round(percent)} %`;
}
