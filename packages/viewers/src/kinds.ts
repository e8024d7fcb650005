/** The kinds of mapping in the order of a legend, with the words that the elements use for them. */

import type { VmaKind, VmaView } from '@mm-playground/api';
import { shortName } from './format/address.ts';

/** Kinds in legend order; the index is used where a kind has to be a small number. */
export const KINDS: readonly VmaKind[] = [
  'code',
  'data',
  'file',
  'anon',
  'heap',
  'stack',
  'shared',
  'special',
  'guard',
  'unknown',
];

/** What a legend calls a kind. */
export const KIND_WORDS: Readonly<Record<VmaKind, string>> = {
  code: 'code',
  data: 'data',
  file: 'file, read only',
  anon: 'anonymous',
  heap: 'heap',
  stack: 'stack',
  shared: 'shared',
  special: 'kernel’s own',
  guard: 'no access',
  unknown: 'unknown',
};

/** What a person calls a VMA: the name that maps prints, shortened, or its kind. */
export const nameOf = (vma: VmaView): string => (vma.name === '' ? KIND_WORDS[vma.kind] : shortName(vma.name));
