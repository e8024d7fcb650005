/*
 * What a link carries: the place in time and the machine, as plain words after the `#`. Whatever comes in is checked
 * against the few forms that are allowed and dropped otherwise; nothing of it is ever read as HTML or as an address of
 * another site.
 */
import { endOf, samePosition, type Position } from '@mm-playground/viewers';
import { linkedOther } from './compare/comparison.ts';
import { plainName } from './files.ts';
import type { AppState, Choice } from './state.ts';

export interface Link {
  /** The script itself, packed; null where the link names none. */
  readonly script: string | null;
  /** What the script is called; null for none. */
  readonly file: string | null;
  readonly sample: string | null;
  /** The tour that is taken, and the step of it (from 0; null for where it was left). */
  readonly story: { readonly id: string; readonly at: number | null } | null;
  readonly position: Position | null;
  readonly choice: Partial<Choice>;
  /** What is compared with, as `otherOf` reads it; null for nothing. */
  readonly compare: string | null;
}

const LONGEST_NAME = 100;
const IDENTIFIER = /^[\w.][\w.:=,+-]{0,63}$/;
const MOST_CALLS = 10_000_000;

/** Reads a fragment, with or without its `#`. What is malformed counts as missing. */
export function readLink(hash: string): Link {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const call = readNumber(words.get('call'));
  const step = readNumber(words.get('step'));
  return {
    script: readPacked(words.get('script')),
    file: readName(words.get('file')),
    sample: readIdentifier(words.get('sample')),
    story: readStory(words.get('story')),
    position: call === null ? null : { call, step: step ?? MOST_CALLS },
    choice: Object.fromEntries(
      (['kernel', 'arch', 'index'] as const).flatMap((key) => {
        const value = readIdentifier(words.get(key));
        return value === null ? [] : [[key, value]];
      }),
    ),
    compare: readIdentifier(words.get('compare')),
  };
}

/** The fragment for a place, `#` included. `step` is left out where the call is complete. */
export function writeLink(link: Link, complete: boolean): string {
  const words: string[] = [];
  const { story } = link;
  if (link.script !== null && link.file !== null) words.push(`file=${encodeURIComponent(link.file)}`);
  // A tour knows its program, and its step the place.
  if (story !== null) words.push(`story=${story.id}${story.at === null ? '' : `.${story.at + 1}`}`);
  else if (link.sample !== null) words.push(`sample=${link.sample}`);
  if (story === null && link.position !== null && link.position.call >= 0) {
    words.push(`call=${link.position.call}`);
    if (!complete) words.push(`step=${link.position.step}`);
  }
  for (const key of ['kernel', 'arch', 'index'] as const) {
    const value = link.choice[key];
    if (value !== undefined && value !== '') words.push(`${key}=${value}`);
  }
  if (link.compare !== null) words.push(`compare=${link.compare}`);
  // Last, for people who look at the address: what they can read stands before it.
  if (link.script !== null) words.push(`script=${link.script}`);
  return words.length === 0 ? '' : `#${words.join('&')}`;
}

/** The fragment for what is shown. */
export function linkOf(state: AppState): string {
  const { source, shared, sample, position, choice, played, comparison, stories } = state;
  const complete = samePosition(position, endOf(played?.calls ?? [], position.call));
  const script = { script: shared, file: source?.file ?? null };
  const story = stories.run === null ? null : { id: stories.run.tour.id, at: stories.run.at };
  return writeLink({ ...script, sample, story, position, choice, compare: linkedOther(comparison) }, complete);
}

/**
 * What `?file=` or `?live=` names, as an absolute address; null where it names nothing. @throws RangeError where it is not a
 * path of this origin: nothing else is ever fetched.
 */
export function addressOfSearch(search: string, base: string, word: 'file' | 'live' = 'file'): URL | null {
  const path = new URLSearchParams(search).get(word);
  if (path === null || path === '') return null;
  const url = URL.parse(path, base);
  if (url === null || url.origin !== new URL(base).origin)
    throw new RangeError(`?${word}=${path}: only files beside this page can be opened by a link`);
  return url;
}

/** The sample that `?sample=` names; null where it names none. */
export const sampleOfSearch = (search: string): string | null =>
  readIdentifier(new URLSearchParams(search).get('sample'));

/** The tour that `?story=` names; null where it names none. */
export const storyOfSearch = (search: string): Link['story'] => readStory(new URLSearchParams(search).get('story'));

/** `fork`, `fork.3`: steps are counted from 1 there. */
function readStory(text: string | null): Link['story'] {
  const [, id, step] = /^([\w-]{1,63})(?:\.(\d{1,3}))?$/.exec(text ?? '') ?? [];
  return id === undefined ? null : { id, at: step === undefined ? null : Math.max(0, Number(step) - 1) };
}

function readNumber(text: string | null): number | null {
  if (text === null || !/^-?\d{1,8}$/.test(text)) return null;
  return Math.max(-1, Math.min(Number(text), MOST_CALLS));
}

const readPacked = (text: string | null): string | null => (text !== null && /^[\w-]+$/.test(text) ? text : null);

/** A name of a file that changes nothing when it is made plain. */
const readName = (text: string | null): string | null =>
  text !== null && text.length <= LONGEST_NAME && plainName(text) === text ? text : null;

function readIdentifier(text: string | null): string | null {
  return text !== null && IDENTIFIER.test(text) ? text : null;
}
