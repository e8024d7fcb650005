/**
 * What may stand at a place of the text: calls, the constants of an argument, directives and their keys. For editors; it
 * looks at one line and at nothing before it.
 */

import {
  AT,
  callsOfKind,
  CLONE,
  type ConstantFamily,
  MADV,
  MAP,
  MCL,
  MFD,
  MLOCK,
  MREMAP,
  MS,
  OPEN,
  PKEY,
  PROT,
  RLIMIT,
} from '@mm-playground/api';
import { PAGE } from './compile-argument.ts';
import { DIRECTIVES } from './directives.ts';
import { SYSTEM_KEYS, LIMIT_KEYS, LAYOUT_KEYS } from './facts.ts';
import { isWordPart, Lexer } from './lexer.ts';

/** Words that fit, and the stretch of text that they replace. */
export interface Completions {
  /** Where the word that is being typed begins. */
  readonly from: number;
  readonly options: readonly string[];
}

/** The families of a call's arguments, by place; undefined where a number or a name stands. */
const ARGUMENTS: ReadonlyMap<string, readonly (ConstantFamily | undefined)[]> = new Map(
  Object.entries({
    mmap: [undefined, undefined, PROT, MAP],
    mmap2: [undefined, undefined, PROT, MAP],
    mprotect: [undefined, undefined, PROT],
    pkey_mprotect: [undefined, undefined, PROT],
    pkey_alloc: [undefined, PKEY],
    mremap: [undefined, undefined, undefined, MREMAP],
    madvise: [undefined, undefined, MADV],
    process_madvise: [undefined, undefined, undefined, MADV],
    mlock2: [undefined, undefined, MLOCK],
    mlockall: [MCL],
    msync: [undefined, undefined, MS],
    memfd_create: [undefined, MFD],
    open: [undefined, OPEN],
    openat: [AT, undefined, OPEN],
    clone: [CLONE, CLONE, CLONE],
    prlimit64: [undefined, RLIMIT],
    setrlimit: [RLIMIT],
    getrlimit: [RLIMIT],
  }),
);

const KEYS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    system: SYSTEM_KEYS,
    limits: LIMIT_KEYS,
    layout: LAYOUT_KEYS,
    accesses: ['complete'],
  }),
);

const CALLS = (['memory', 'pseudo', 'process', 'file'] as const).flatMap(callsOfKind);

/** What fits at `offset`; undefined where nothing is known to. */
export function completionsAt(text: string, offset: number): Completions | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  const typed = before.slice(wordBegin(before));
  const options = optionsAfter(before.slice(0, before.length - typed.length));
  if (options === undefined) return undefined;
  return { from: offset - typed.length, options: options.filter((option) => fits(option, typed)) };
}

function wordBegin(text: string): number {
  let at = text.length;
  while (at > 0 && isWordPart(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

const fits = (option: string, typed: string): boolean => option.toLowerCase().startsWith(typed.toLowerCase());

function optionsAfter(before: string): readonly string[] | undefined {
  const directive = /^\s*#@\s*(?:(\w+)\s.*)?$/.exec(before);
  if (directive !== null) return directive[1] === undefined ? [...DIRECTIVES.keys()] : keysOf(directive[1], before);
  if (/^\s*#/.test(before)) return undefined;
  const call = openCall(before);
  if (call === undefined) return /[)=]\s*$/.test(before) && !/^[^(]*=\s*$/.test(before) ? undefined : CALLS;
  const family = ARGUMENTS.get(call.name)?.[call.index];
  return family === undefined ? [PAGE] : Object.keys(family.values);
}

const keysOf = (name: string, before: string): readonly string[] | undefined =>
  before.endsWith('=') ? undefined : KEYS.get(name);

/** The innermost call whose bracket is open at the end of `before`, and which of its arguments stands there. */
function openCall(before: string): { name: string; index: number } | undefined {
  const open: { name: string; index: number }[] = [];
  let word = '';
  for (const lexer = new Lexer(before, 0, before.length); lexer.kind !== 'end'; lexer.advance()) {
    const top = open.at(-1);
    if (lexer.is('(') || lexer.is('[') || lexer.is('{')) open.push({ name: word, index: 0 });
    else if (lexer.is(')') || lexer.is(']') || lexer.is('}')) open.pop();
    else if (lexer.is(',') && top !== undefined) top.index += 1;
    word = lexer.kind === 'word' ? lexer.slice() : '';
  }
  return open.at(-1);
}
