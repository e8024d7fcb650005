/** How two programs that were played differ, call by call: what calls do otherwise, the steps by which they get there, and calls of one side alone. */

import type { Step } from '@mm-playground/api';
import type { CallRow } from '@mm-playground/viewers';
import { diffing, type CallDifference, type Names } from 'mm-playground';
import { alignmentOf } from '../player/beside.ts';
import type { Played } from '../player/played.ts';

/** How two programs differ. */
export interface Found {
  /** Calls that either made. */
  readonly calls: number;
  /** What the calls do otherwise, in sentences. */
  readonly words: readonly string[];
  /** In the order of the shown program. */
  readonly differences: readonly Difference[];
}

/** The first thing in which a call differs, or a call of one side alone. */
export interface Difference extends Pick<CallDifference, 'line' | 'text' | 'where' | 'a' | 'b'> {
  /** In the shown program: of a call that only the other one makes, the call before it. */
  readonly call: number;
  /** `steps`: they say the same and leave the same behind, but get there by other steps. */
  readonly what: CallDifference['what'] | 'steps' | 'alone';
}

/** Compares two programs, with a rest after each call that both made; null where there is no machine behind one of them. */
export function* comparing(shown: Played, other: Played, names: Names): Generator<void, Found | null, void> {
  if (shown.session === null || other.session === null) return null;
  const { there } = alignmentOf(shown, other);
  const partnerOf = (call: number): number | undefined => ((there[call] ?? -1) < 0 ? undefined : there[call]);
  const found: Difference[] = [];
  const course = diffing(shown.session, other.session, partnerOf, names);
  let turn = course.next();
  for (; turn.done !== true; turn = course.next()) {
    const { call, difference } = turn.value;
    if (difference === null) found.push(...otherSteps(shown, other, call, partnerOf(call)));
    else found.push({ ...difference, call });
    yield;
  }
  const ofOne = alone(shown, other);
  const { calls, words } = turn.value;
  return foundOf(calls + ofOne.length, words.behaviour, [...found, ...ofOne]);
}

/** The same, with the differences in their order. */
export const foundOf = (calls: number, words: readonly string[], differences: readonly Difference[]): Found => ({
  ...{ calls, words },
  differences: differences.toSorted((a, b) => a.call - b.call),
});

/** That a call gets there by other steps, where it does. */
export function otherSteps(shown: Played, other: Played, call: number, partner: number | undefined): Difference[] {
  const row = shown.calls[call];
  if (row === undefined || partner === undefined || haveSameNames(shown.stepsOf(call), other.stepsOf(partner)))
    return [];
  return [{ ...{ call, line: row.line, text: row.text, where: '' }, what: 'steps', a: null, b: null }];
}

const haveSameNames = (a: readonly Step[], b: readonly Step[]): boolean =>
  a.length === b.length && a.every(({ kind, name }, at) => kind === b[at]?.kind && name === b[at].name);

/** The calls that one side makes alone, in order. */
export function alone(a: Played, b: Played): Difference[] {
  const { there, back } = alignmentOf(a, b);
  const found: Difference[] = [];
  const added = (call: number, from: number, to: number): void => {
    for (const row of b.calls.slice(from, to))
      if ((back[row.index] ?? -1) < 0) found.push(aloneOf(row, call, null, row.result));
  };
  let next = 0;
  for (const row of a.calls) {
    const partner = there[row.index] ?? -1;
    if (partner < 0) {
      found.push(aloneOf(row, row.index, row.result, null));
      continue;
    }
    added(row.index - 1, next, partner);
    next = partner + 1;
  }
  added(a.calls.length - 1, next, b.calls.length);
  return found;
}

const aloneOf = ({ line, text }: CallRow, call: number, a: string | null, b: string | null): Difference => ({
  ...{ call, line, text, a, b },
  what: 'alone',
  where: '',
});
