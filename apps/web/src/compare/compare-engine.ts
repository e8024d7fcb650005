/*
 * Comparisons on the playground: how two programs differ, why, and what a recording says beside the model. Fetched after the first
 * picture.
 */
import type { CallItem, MmView, Step } from '@mm-playground/api';
import {
  costWords,
  diffing,
  functionsApart,
  noteReasons,
  partlyModelled,
  recordedAt,
  supportReasons,
  type Names,
  type Reason,
  type RecordedItem,
} from 'mm-playground';
import { alignmentOf } from '@mm-playground/embed/player';
import { collecting, inSlices, type Outdated } from '../in-slices.ts';
import type { Played } from '../played.ts';
import { alone, type Difference, type Found } from './comparison.ts';

/** A call, and what the file says of it and after it. */
export interface RecordedCall {
  readonly call: number;
  readonly line: number;
  readonly text: string;
  readonly items: readonly RecordedItem[];
}

/** How two programs differ, call by call; null where somebody does not want it any more, or there is nothing to look at. */
export async function differencesBetween(
  shown: Played,
  other: Played,
  names: Names,
  outdated: Outdated,
): Promise<Found | null> {
  if (shown.session === null || other.session === null) return null;
  const { there } = alignmentOf(shown, other);
  const partnerOf = (call: number): number | undefined => ((there[call] ?? -1) < 0 ? undefined : there[call]);
  const found: Difference[] = [];
  const report = await inSlices(
    collecting(diffing(shown.session, other.session, partnerOf, names), ({ call, difference }) => {
      if (difference !== null) found.push({ ...difference, call });
      else found.push(...otherSteps(shown, other, call, partnerOf(call)));
    }),
    outdated,
    () => undefined,
  );
  if (report === null) return null;
  const race = partnerOf(shown.race?.call ?? -1);
  if (race !== undefined) found.push(...ofRace(shown, other, race));
  const ofOne = alone(shown, other);
  const calls = report.calls + (race === undefined ? 0 : 1) + ofOne.length;
  return { calls, words: report.words.behaviour, differences: [...found, ...ofOne].sort((a, b) => a.call - b.call) };
}

/** The race at the end is a row of its own, of which a session knows nothing. */
function ofRace(shown: Played, other: Played, partner: number): Difference[] {
  const call = shown.race?.call ?? -1;
  const [a, b] = [shown.calls[call], other.calls[partner]];
  if (a === undefined || b === undefined || a.result === b.result) return otherSteps(shown, other, call, partner);
  return [{ ...{ call, line: a.line, text: a.text, where: '' }, what: 'result', a: a.result, b: b.result }];
}

function otherSteps(shown: Played, other: Played, call: number, partner: number | undefined): Difference[] {
  const row = shown.calls[call];
  if (row === undefined || partner === undefined || haveSameNames(shown.stepsOf(call), other.stepsOf(partner)))
    return [];
  return [{ ...{ call, line: row.line, text: row.text, where: '' }, what: 'steps', a: null, b: null }];
}

const haveSameNames = (a: readonly Step[], b: readonly Step[]): boolean =>
  a.length === b.length && a.every(({ kind, name }, at) => kind === b[at]?.kind && name === b[at].name);

/** Why two programs differ in a call, as far as their kernels say: of the functions in which they do, and of what it asks for. */
export function reasonsOf(shown: Played, other: Played, call: number, partner: number): readonly Reason[] {
  const [a, b] = [shown.session, other.session];
  if (a === null || b === null) return [];
  const functions = functionsApart(shown.stepsOf(call), other.stepsOf(partner));
  return [...noteReasons(a, b, functions), ...itemsAt(shown, call).flatMap((item) => supportReasons(a, b, item))];
}

/** What two programs cost where they stand, of what their machines differ in, in sentences. */
export function costWordsAt(
  sides: readonly [Played, Played],
  names: Names,
  views: readonly [MmView, MmView],
): string[] {
  const [a, b] = [sides[0].session, sides[1].session];
  return a === null || b === null ? [] : costWords(a, b, names, views);
}

/** What is modelled in part of a call: why the model may say something else than the recording. */
export function partsOf(shown: Played, call: number): readonly Reason[] {
  const { session } = shown;
  return session === null ? [] : itemsAt(shown, call).flatMap((item) => partlyModelled(session, item));
}

/** The call of a row; of the row of a race, all of its calls. */
function itemsAt({ session, race }: Played, call: number): readonly CallItem[] {
  const item = session?.calls[call]?.item;
  if (item !== undefined) return [item];
  const items = race?.call === call ? (session?.program.items ?? []) : [];
  const start = items.findIndex(({ kind }) => kind === 'race');
  return items.slice(start + 1).filter((each) => each.kind === 'call');
}

/** Calls that are shown before and after the one where time stands. */
const AROUND = 12;

/** What was recorded of the calls around one, beside the model. */
export function recordingAround({ session, calls }: Played, call: number): readonly RecordedCall[] {
  if (session === null) return [];
  const first = Math.max(0, call - AROUND);
  return calls
    .slice(first, call + AROUND + 1)
    .map(({ line, text }, at) => ({ call: first + at, line, text, items: recordedAt(session, first + at) }));
}
