/*
 * What somebody works on, kept in this browser: a text of one's own, on which machine it is played, and where time stands. A reload
 * and the back button find it again by the name that its history entry carries. What is too large to be kept lasts as long as the
 * page.
 */
import type { Position } from '@mm-playground/viewers';
import { isRecord, parsed } from '../kept-json.ts';
import { remember, remembered } from '../remember.ts';
import type { AppState, Choice } from '../state.ts';
import { branchesNow, type Branches } from '../time/branches.ts';
import { branchesOf, charactersOf } from './kept-branches.ts';

export interface Work {
  readonly file: string;
  readonly text: string;
  readonly edited: boolean;
  /** The program that it began as; null for a text of one's own. */
  readonly sample: string | null;
  /** The text as it stands in the address, packed; null where it does not. */
  readonly shared: string | null;
  readonly choice: Choice;
  readonly skipUnmodelled: boolean;
  readonly position: Position;
  /** The futures of the text beside each other; null while there is one. */
  readonly branches: Branches | null;
}

/** Works that are kept, the newest ones. */
const MOST_WORKS = 6;
/** Longer texts would fill what a browser keeps for a page; branches that are longer together are left out. */
const MOST_CHARACTERS = 1_000_000;
const LIST = 'works';

/** Works of this page, also those that are too large to be kept. */
const ofThisPage = new Map<string, Work>();

/** What the state holds that an address may not: null where a program is as it came along, or still runs. */
export function workOf(state: AppState): Work | null {
  const { source, sample, shared, live, choice, skipUnmodelled, position } = state;
  const isNamed = live !== null || (sample !== null && source?.edited === false);
  if (source === null || isNamed) return null;
  const { file, text, edited } = source;
  const branches = state.branches === null ? null : { ...state.branches, list: branchesNow(state) };
  return { file, text, edited, sample, shared, choice, skipUnmodelled, position, branches };
}

/** Keeps a work under a name. */
export function keepWork(id: string, work: Work): void {
  ofThisPage.set(id, work);
  if (work.text.length > MOST_CHARACTERS) return;
  const others = worksKept().filter((other) => other !== id);
  for (const old of others.slice(MOST_WORKS - 1)) remember(nameOf(old), null);
  remember(LIST, [id, ...others].slice(0, MOST_WORKS).join('\n'));
  const branches = charactersOf(work.branches) > MOST_CHARACTERS ? null : work.branches;
  remember(nameOf(id), JSON.stringify({ ...work, branches }));
}

/** The work of a name; null where it is no longer there. */
export function keptWork(id: string): Work | null {
  return ofThisPage.get(id) ?? workOfText(remembered(nameOf(id)));
}

/** The name of the newest work. */
export const newestWork = (): string | undefined => worksKept()[0];

const worksKept = (): readonly string[] => (remembered(LIST) ?? '').split('\n').filter(Boolean);

const nameOf = (id: string): string => `work.${id}`;

/** Reads a work, piece by piece: it may be of an older version of the page. Null where it is none. */
export function workOfText(text: string | null): Work | null {
  const value = parsed(text);
  if (!isRecord(value)) return null;
  const { file, text: script, edited, sample, shared, choice, skipUnmodelled, position } = value;
  const place = positionOf(position);
  if (typeof file !== 'string' || typeof script !== 'string' || !isRecord(choice) || place === null) return null;
  return {
    ...{ file, text: script, edited: edited === true, skipUnmodelled: skipUnmodelled === true },
    sample: typeof sample === 'string' ? sample : null,
    shared: typeof shared === 'string' ? shared : null,
    choice: { kernel: wordOf(choice['kernel']), arch: wordOf(choice['arch']), index: wordOf(choice['index']) },
    position: place,
    branches: branchesOf(value['branches']),
  };
}

/** A place in time as it was kept; null where it is none. */
export function positionOf(value: unknown): Position | null {
  if (!isRecord(value)) return null;
  const { call, step } = value;
  return Number.isSafeInteger(call) && Number.isSafeInteger(step) ? { call: Number(call), step: Number(step) } : null;
}

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '');
