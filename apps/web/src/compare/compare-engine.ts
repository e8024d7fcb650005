/*
 * Comparisons on the playground: how two programs differ, why, and what a recording says beside the model. Fetched after the first
 * picture.
 */
import type { CallItem } from '@mm-playground/api';
import {
  functionsApart,
  noteReasons,
  partlyModelled,
  recordedAt,
  supportReasons,
  type Names,
  type Reason,
  type RecordedItem,
} from 'mm-playground';
import {
  alignmentOf,
  comparing,
  foundOf,
  inSlices,
  otherSteps,
  type Difference,
  type Found,
  type Outdated,
} from '@mm-playground/embed/player';
import type { Played } from '../played.ts';

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
  const found = await inSlices(comparing(shown, other, names), outdated, () => undefined);
  return found === null ? null : withRace(found, shown, other);
}

/** The race at the end is a row of its own, of which a session knows nothing. */
function withRace(found: Found, shown: Played, other: Played): Found {
  const { call = -1 } = shown.race ?? {};
  const partner = alignmentOf(shown, other).there[call] ?? -1;
  if (partner < 0) return found;
  return foundOf(found.calls + 1, found.words, [...found.differences, ...ofRace(shown, other, call, partner)]);
}

function ofRace(shown: Played, other: Played, call: number, partner: number): Difference[] {
  const [a, b] = [shown.calls[call], other.calls[partner]];
  if (a === undefined || b === undefined || a.result === b.result) return otherSteps(shown, other, call, partner);
  return [{ ...{ call, line: a.line, text: a.text, where: '' }, what: 'result', a: a.result, b: b.result }];
}

/** Why two programs differ in a call, as far as their kernels say: of the functions in which they do, and of what it asks for. */
export function reasonsOf(shown: Played, other: Played, call: number, partner: number): readonly Reason[] {
  const [a, b] = [shown.session, other.session];
  if (a === null || b === null) return [];
  const functions = functionsApart(shown.stepsOf(call), other.stepsOf(partner));
  return [...noteReasons(a, b, functions), ...itemsAt(shown, call).flatMap((item) => supportReasons(a, b, item))];
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
