/*
 * What stands beside the program: another kernel, another architecture, another branch, or the recording that the program is. What of
 * it is state, where its cursor stands, and what differs. Everything here is a pure function.
 */
import {
  otherMachine,
  wordOfMachine,
  type Difference,
  type Found,
  type OtherMachine,
} from '@mm-playground/embed/player';
import type { Played } from '../played.ts';
import type { AppState, Choice } from '../state.ts';

/** The other side. */
export type Other =
  /** The same program on another machine. */
  | OtherMachine
  /** Another branch of the text, on the same machine. */
  | { readonly kind: 'branch'; readonly id: number }
  /** What the file says that a real kernel did. */
  | { readonly kind: 'recording' };

/** A comparison of the shown program. */
export interface Comparison {
  readonly other: Other;
  /** What was played; null until it was, where it cannot be, and of a recording. */
  readonly played: Played | null;
  /** Why it cannot be played. */
  readonly trouble: string | null;
  /** Whether it is older than the program and the machine. */
  readonly stale: boolean;
  /** How both differ; null until they were compared. */
  readonly found: Found | null;
}

/** A comparison with something, to be played; a recording is there already. */
export const besides = (other: Other): Comparison => ({
  ...{ other, played: null, trouble: null, found: null },
  stale: other.kind !== 'recording',
});

/** Whether two are the same side. */
export const sameOther = (a: Other | undefined, b: Other): boolean => a !== undefined && wordOf(a) === wordOf(b);

/** `arm64:granule=64`, `kernel:6.10`, `index:sorted-array`, `recording`: as a link says it; `branch:1` is nobody else's. */
export const wordOf = (other: Other): string => {
  if (other.kind === 'recording') return other.kind;
  return other.kind === 'branch' ? `branch:${other.id}` : wordOfMachine(other);
};

/** What a word stands for. */
export function otherOf(word: string): Other {
  const [, branch] = /^branch:(.+)$/.exec(word) ?? [];
  if (branch !== undefined) return { kind: 'branch', id: Number(branch) };
  return word === 'recording' ? { kind: word } : otherMachine(word);
}

/** What a link says of a comparison. */
export const linkedOther = (comparison: Comparison | null): string | null =>
  comparison === null || comparison.other.kind === 'branch' ? null : wordOf(comparison.other);

/** The machine of the other side. */
export const choiceOf = (choice: Choice, other: Other): Choice =>
  other.kind === 'branch' || other.kind === 'recording' ? choice : { ...choice, [other.kind]: other.id };

/**
 * What to compare with where nobody said: a kernel of which the story says something else than of this one, the newest; else another
 * architecture.
 */
export function firstOther({ machine: { kernel, arch }, story }: Played): Other {
  const expected = story?.expect ?? [];
  const here = expected.find((verdict) => verdict.kernel === kernel);
  const there = expected.findLast(({ property, verdict }) => property === here?.property && verdict !== here.verdict);
  if (there !== undefined) return { kind: 'kernel', id: there.kernel };
  return { kind: 'arch', id: arch.startsWith('arm64') ? 'x86-64' : 'arm64' };
}

/** What plays otherwise makes a comparison stale. */
const PLAYS = ['source', 'choice', 'skipUnmodelled', 'followed'] as const;

/** The comparison of a state that came from another one. */
export function refreshed(before: AppState, now: AppState): Comparison | null {
  const { comparison } = now;
  if (comparison === null) return null;
  const { other, stale } = comparison;
  if (other.kind === 'branch' && !hasBranch(now, other.id)) return null;
  const isSame = PLAYS.every((part) => before[part] === now[part]);
  return other.kind === 'recording' || stale || isSame ? comparison : { ...comparison, stale: true, found: null };
}

/** Whether there is another branch of this number: nobody compares the open one with itself. */
const hasBranch = ({ branches }: AppState, id: number): boolean =>
  branches !== null && branches.current !== id && branches.list.some((branch) => branch.id === id);

/** The first call after this one that differs; the first of all behind the last. */
export function nextDifference({ differences }: Found, call: number): Difference | undefined {
  return differences.find((difference) => difference.call > call) ?? differences[0];
}

/** Whether the program is a recording: then its results and snapshots are what a kernel did. */
export const isRecording = ({ session }: Played): boolean => session !== null && session.mode !== 'scenario';
