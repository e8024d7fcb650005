/** The words behind ```` ```mm ````: `kernel=6.18 arch=arm64 views="address-map maple-tree" step=3.12 height=30rem static`. */

import type { FigureOptions } from '../figure/figure.ts';

/** Words that have a value. */
const VALUED = ['kernel', 'arch', 'index', 'compare', 'views', 'step', 'select', 'height', 'theme', 'title'] as const;
/** Words that stand alone. */
const ALONE = ['autoplay', 'static'] as const;
type Valued = (typeof VALUED)[number];
type Alone = (typeof ALONE)[number];

/** What the words ask for. */
export type FenceWords = Pick<FigureOptions, Valued | Alone>;

const WORD = /(?<name>[^\s=]+)(?:=(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s"']*)))?(?:\s+|$)/gy;
const LENGTH = /^\d{1,6}(\.\d{1,4})?(px|rem|em|lh|ch|cm|mm|in|pt|vh|dvh|svh|lvh|vmin|vmax)$/;

/** Whether a fence is ours: its language is `mm`. */
export const isOurs = (info: string): boolean => /^\s*mm(\s|$)/.test(info);

/** Reads what stands behind the language. @throws RangeError saying what is wrong, and what there is */
export function parseWords(text: string): FenceWords {
  const words: Partial<Record<Valued, string> & Record<Alone, boolean>> = {};
  for (const [name, value] of wordsOf(text)) {
    if (Object.hasOwn(words, name)) throw new RangeError(`${name} stands there twice`);
    if (isOneOf(VALUED, name)) words[name] = valueOf(name, value);
    else if (!isOneOf(ALONE, name)) throw new RangeError(`there is no word ${name}; there are: ${listOfWords()}`);
    else if (value !== undefined) throw new RangeError(`${name} has no value`);
    else words[name] = true;
  }
  return words;
}

function valueOf(name: Valued, value: string | undefined): string {
  if (value === undefined || value === '') throw new RangeError(`${name} needs a value: ${name}=...`);
  if (name === 'height' && !LENGTH.test(value))
    throw new RangeError(`height=${value} is no length: 30rem, 400px, 50vh`);
  if (name === 'theme' && value !== 'light' && value !== 'dark')
    throw new RangeError(`theme=${value} is neither light nor dark`);
  return value;
}

function wordsOf(text: string): (readonly [name: string, value: string | undefined])[] {
  const rest = text.trim();
  const matches = [...rest.matchAll(WORD)];
  const read = matches.reduce((sum, [all]) => sum + all.length, 0);
  if (read < rest.length) throw new RangeError(`this is no word: ${rest.slice(read)}`);
  return matches.map(({ groups = {} }) => [
    groups['name'] ?? '',
    groups['double'] ?? groups['single'] ?? groups['bare'],
  ]);
}

/** Whether a fence can have this word. */
export const isWord = (name: string): boolean => [...VALUED, ...ALONE].some((word) => word === name);

const isOneOf = <T extends string>(list: readonly T[], word: string): word is T => list.some((each) => each === word);

const listOfWords = (): string => [...VALUED.map((name) => `${name}=...`), ...ALONE].join(', ');
