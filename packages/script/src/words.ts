/**
 * The words of a directive's line, and values in them: `key=value`, numbers, addresses, ranges.
 */

import { findConstant } from '@mm-playground/api';
import { compileArgument } from './compile-argument.ts';
import { Lexer } from './lexer.ts';
import { Reader, readElement } from './parse-expression.ts';
import { Report } from './report.ts';
import type { DirectiveLine, Word } from './syntax.ts';

/** The words of `rest`, each with its place. */
export function wordsOf({ rest }: DirectiveLine): Word[] {
  return [...rest.text.matchAll(/\S+/g)].map(({ 0: text, index }) => {
    const from = rest.from + index;
    return { from, to: from + text.length, text };
  });
}

/** A `key=value` word, in two. */
export interface Pair {
  readonly key: Word;
  readonly value: Word;
}

/** The words of a directive as `key=value`, each key once and among `known`. Anything else is an error. */
export function pairsOf(node: DirectiveLine, known: readonly string[], report: Report): Pair[] {
  const seen = new Set<string>();
  return wordsOf(node).flatMap((word) => {
    const pair = split(word, report);
    if (pair === undefined) return [];
    const key = pair.key.text;
    if (!known.includes(key))
      report.error(pair.key, `unknown key \`${key}\` of \`#@ ${node.name.text}\`${report.suggest(key, known)}`);
    else if (seen.has(key)) report.error(pair.key, `\`${key}\` stands twice`);
    else {
      seen.add(key);
      return [pair];
    }
    return [];
  });
}

function split(word: Word, report: Report): Pair | undefined {
  const equals = word.text.indexOf('=');
  if (equals <= 0 || equals === word.text.length - 1) {
    report.error(word, `expected \`key=value\`, found \`${word.text}\``);
    return undefined;
  }
  const cut = word.from + equals;
  return {
    key: { from: word.from, to: cut, text: word.text.slice(0, equals) },
    value: { from: cut + 1, to: word.to, text: word.text.slice(equals + 1) },
  };
}

/** A plain decimal number that a double holds exactly, or undefined after an error. */
export function readCount(word: Word, report: Report): number | undefined {
  const value = /^\d{1,16}$/.test(word.text) ? Number(word.text) : undefined;
  if (value !== undefined && Number.isSafeInteger(value)) return value;
  report.error(word, `expected a whole number, found \`${word.text}\``);
  return undefined;
}

const NOWHERE = { file: '', lineStarts: [0], firstLine: 1, length: 0, newlineAtEnd: true };

/** A number of bytes or an address: `0x1000`, `8388608`, `8192*1024`, `8*M`; undefined after an error. */
export function readBytes(word: Word, report: Report): bigint | undefined {
  const reader = new Reader(new Lexer(word.text, 0, word.text.length));
  const node = readElement(reader);
  const names: ReadonlySet<string> = new Set();
  const inner = new Report(NOWHERE);
  const complete = node !== undefined && reader.lexer.kind === 'end';
  const value = complete ? compileArgument(node, { report: inner, names, mode: 'strict' }) : undefined;
  if (value?.kind === 'int' && value.value >= 0n && !inner.hasErrors) return value.value;
  report.error(word, `expected a number, found \`${word.text}\``);
  return undefined;
}

/** `unlimited`, `RLIM64_INFINITY`, or a number of bytes. */
export function readLimit(word: Word, report: Report): bigint | undefined {
  return word.text === 'unlimited' ? findConstant('RLIM64_INFINITY') : readBytes(word, report);
}

/** `FROM-TO`, half-open; undefined after an error. */
export function readRange(word: Word, report: Report): { start: bigint; end: bigint } | undefined {
  const dash = word.text.indexOf('-');
  const [left, right] = [word.text.slice(0, Math.max(dash, 0)), word.text.slice(dash + 1)];
  if (dash <= 0 || right === '') {
    report.error(word, `expected a range like \`0x10000000-0x20000000\`, found \`${word.text}\``);
    return undefined;
  }
  const start = readBytes({ from: word.from, to: word.from + dash, text: left }, report);
  const end = readBytes({ from: word.from + dash + 1, to: word.to, text: right }, report);
  if (start === undefined || end === undefined) return undefined;
  if (start < end) return { start, end };
  report.error(word, 'the range ends before it begins');
  return undefined;
}

/** One of `choices`, or undefined after an error. */
export function readChoice<T extends string>(word: Word, choices: readonly T[], report: Report): T | undefined {
  const found = choices.find((choice) => choice === word.text);
  if (found === undefined) {
    report.error(
      word,
      `expected one of ${choices.join(' ')}, found \`${word.text}\`${report.suggest(word.text, choices)}`,
    );
  }
  return found;
}

const YES = ['1', 'yes', 'true', 'on'];
const NO = ['0', 'no', 'false', 'off'];

/** `1`, `yes`, `on` and their opposites. */
export function readBoolean(word: Word, report: Report): boolean | undefined {
  const found = readChoice(word, [...YES, ...NO], report);
  return found === undefined ? undefined : YES.includes(found);
}
