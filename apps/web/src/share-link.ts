/*
 * What a link carries: the place in time and the machine, as plain words after the `#`. Whatever comes in is checked
 * against the few forms that are allowed and dropped otherwise; nothing of it is ever read as HTML or as an address of
 * another site.
 */
import type { Position } from '@mm-playground/viewers';
import type { Choice } from './state.ts';

export interface Link {
  readonly sample: string | null;
  /** The tour that is taken, and the step of it (from 0; null for where it was left). */
  readonly story: { readonly id: string; readonly at: number | null } | null;
  readonly position: Position | null;
  readonly choice: Partial<Choice>;
  /** The architecture that is compared with; null for none. */
  readonly compare: string | null;
}

const IDENTIFIER = /^[\w.][\w.:=,+-]{0,63}$/;
const MOST_CALLS = 10_000_000;

/** Reads a fragment, with or without its `#`. What is malformed counts as missing. */
export function readLink(hash: string): Link {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const call = readNumber(words.get('call'));
  const step = readNumber(words.get('step'));
  return {
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
  // A tour knows its program, and its step the place.
  if (link.story !== null) words.push(`story=${link.story.id}${link.story.at === null ? '' : `.${link.story.at + 1}`}`);
  else if (link.sample !== null) words.push(`sample=${link.sample}`);
  if (link.story === null && link.position !== null && link.position.call >= 0) {
    words.push(`call=${link.position.call}`);
    if (!complete) words.push(`step=${link.position.step}`);
  }
  for (const key of ['kernel', 'arch', 'index'] as const) {
    const value = link.choice[key];
    if (value !== undefined && value !== '') words.push(`${key}=${value}`);
  }
  if (link.compare !== null) words.push(`compare=${link.compare}`);
  return words.length === 0 ? '' : `#${words.join('&')}`;
}

/**
 * The file that `?file=` names, as an absolute address; null where it names none. @throws RangeError where it is not a path
 * of this origin: nothing else is ever fetched.
 */
export function fileOfSearch(search: string, base: string): URL | null {
  const path = new URLSearchParams(search).get('file');
  if (path === null || path === '') return null;
  const url = URL.parse(path, base);
  if (url === null || url.origin !== new URL(base).origin)
    throw new RangeError(`?file=${path}: only files beside this page can be opened by a link`);
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

function readIdentifier(text: string | null): string | null {
  return text !== null && IDENTIFIER.test(text) ? text : null;
}
