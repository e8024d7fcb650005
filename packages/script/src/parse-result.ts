/**
 * What stands after the `=` of a call: a value, perhaps decorated, an errno with its text, the signal of a pseudo-call,
 * and the notes that strace appends.
 */

import { skipBlanks, wordEnd } from './lexer.ts';
import { angleEnd, type Reader, readElement } from './parse-expression.ts';
import { balancedEnd } from './balanced.ts';
import type { ResultNode, Word } from './syntax.ts';

const VALUE = /(?:-?(?:0[xX][0-9a-fA-F]+|\d+)|\?)(?![\w.])/y;
const SIGNAL = /SIG[A-Z0-9]+(?=[ \t]*\{)/y;
const ERRNO = /(?:E[A-Z0-9_]+)(?!\w)/y;
const ELAPSED = /<(?:\d+\.\d+|unfinished \.\.\.|unavailable)>/y;

/** Reads the result whose `=` is the current token, up to the end of the line. */
export function readResult(reader: Reader): ResultNode | undefined {
  const { lexer } = reader;
  const from = skipBlanks(lexer.text, lexer.to, lexer.end);
  const value = match(lexer.text, VALUE, from, lexer.end);
  if (value === undefined) return failAt(reader, from, 'expected a result after `=`');
  const path = readPath(reader, value.to);
  if (reader.problem !== undefined) return undefined;
  return readTrailer(reader, value, path);
}

function readTrailer(reader: Reader, value: Word, path: Path | undefined): ResultNode | undefined {
  const { text, end } = reader.lexer;
  let at = skipBlanks(text, path?.to ?? value.to, end);
  const errno = match(text, ERRNO, at, end);
  if (errno !== undefined) at = skipBlanks(text, errno.to, end);
  const signal = errno === undefined ? readSignal(reader, at) : undefined;
  if (reader.problem !== undefined) return undefined;
  if (signal !== undefined) at = signal.info.to;
  const notes = readNotes(reader, at);
  if (notes === undefined) return undefined;
  const last = notes.at(-1)?.to ?? signal?.info.to ?? errno?.to ?? path?.to ?? value.to;
  return { from: value.from, to: last, value, path: path?.word, deleted: path?.deleted === true, errno, signal, notes };
}

interface Path {
  readonly word: Word;
  readonly deleted: boolean;
  readonly to: number;
}

function readPath(reader: Reader, at: number): Path | undefined {
  const { text, end } = reader.lexer;
  if (text.charAt(at) !== '<' || at >= end) return undefined;
  const close = angleEnd(text, at, end);
  if (close === undefined) return failAt(reader, at, '`<` is not closed');
  const deleted = text.startsWith('(deleted)', close);
  const word = { from: at + 1, to: close - 1, text: text.slice(at + 1, close - 1) };
  return { word, deleted, to: deleted ? close + '(deleted)'.length : close };
}

function readSignal(reader: Reader, at: number): ResultNode['signal'] {
  const { lexer } = reader;
  const name = match(lexer.text, SIGNAL, at, lexer.end);
  if (name === undefined) return undefined;
  lexer.moveTo(name.to);
  const info = readElement(reader);
  if (info?.kind === 'struct') return { name, info };
  return reader.fail('expected `{si_code=..., si_addr=...}` after the signal');
}

function readNotes(reader: Reader, from: number): Word[] | undefined {
  const { text, end } = reader.lexer;
  const notes: Word[] = [];
  for (let at = skipBlanks(text, from, end); at < end; at = skipBlanks(text, at, end)) {
    const to = noteEnd(text, at, end);
    if (to === undefined) return failAt(reader, at, unexpected(text, at, end));
    notes.push({ from: at, to, text: text.slice(at, to) });
    at = to;
  }
  return notes;
}

function noteEnd(text: string, at: number, end: number): number | undefined {
  const first = text.charAt(at);
  if (first === '(' || first === '[' || text.startsWith('/*', at)) return balancedEnd(text, at, end);
  return match(text, ELAPSED, at, end)?.to;
}

function unexpected(text: string, at: number, end: number): string {
  const first = text.charAt(at);
  if (first === '(' || first === '[') return `\`${first}\` is not closed`;
  return `expected the end of the line after the result, found \`${text.slice(at, Math.min(end, at + 40))}\``;
}

function match(text: string, pattern: RegExp, at: number, end: number): Word | undefined {
  pattern.lastIndex = at;
  const found = at < end ? pattern.exec(text)?.[0] : undefined;
  return found === undefined ? undefined : { from: at, to: at + found.length, text: found };
}

function failAt(reader: Reader, at: number, message: string): undefined {
  const { text, end } = reader.lexer;
  const to = at < end ? Math.min(wordEnd(text, at, end), end) : at;
  return reader.fail(message, { from: at, to });
}
