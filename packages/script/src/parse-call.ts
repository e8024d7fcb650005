/**
 * A line with a call, or the second half of one: what stands before it, its arguments, its result. Arguments that the
 * grammar does not cover are kept as raw text where no model reads the call, and are errors where one does.
 */

import { callKind } from '@mm-playground/api';
import { argumentEnd } from './balanced.ts';
import { skipBlanks } from './lexer.ts';
import { type Problem, type Reader, readElement } from './parse-expression.ts';
import { readResult } from './parse-result.ts';
import type { CallEnd, CallLine, Expr, Prefix, Range, ResultNode, ResumedLine, Word } from './syntax.ts';

/** What follows the name: shared by calls and resumed calls. */
interface Tail {
  readonly args: readonly Expr[];
  readonly trailingComma: boolean;
  readonly end: CallEnd;
  readonly result: ResultNode | undefined;
  readonly to: number;
}

const UNFINISHED = '<unfinished ...>';
const DETACHED = '<detached ...>';
const RESUMING = /<\.\.\. resuming [^<>\n]*\.\.\.>/y;

/** `[NAME =] call(...) [= RESULT]`, from the current token. Undefined after a problem. */
export function readCall(reader: Reader, prefix: Prefix, from: number): CallLine | undefined {
  const binds = readBinding(reader);
  if (reader.problem !== undefined) return undefined;
  const name = readCallName(reader);
  if (name === undefined) return undefined;
  if (!reader.lexer.is('(')) return reader.fail(`expected \`(\` after \`${name.text}\`, found ${reader.describe()}`);
  reader.lexer.advance();
  const tail = readTail(reader, name, '');
  return tail && { kind: 'call', from, prefix, binds, name, interruption: reader.interruption, ...tail };
}

/** `<... call resumed>...`, from the token after `resumed>`; or the rest of an interrupted call, with an empty name. */
export function readResumed(reader: Reader, prefix: Prefix, from: number, name: Word): ResumedLine | undefined {
  const { lexer } = reader;
  const lead = lexer.is('=>') ? '=>' : lexer.is(',') ? ',' : '';
  if (lead !== '') lexer.advance();
  const tail = readTail(reader, name, lead);
  return tail && { kind: 'resumed', from, prefix, name, lead, ...tail };
}

function readBinding(reader: Reader): Word | undefined {
  const { lexer } = reader;
  if (lexer.kind !== 'word') return undefined;
  const at = skipBlanks(lexer.text, lexer.to, lexer.end);
  if (lexer.text.charAt(at) !== '=' || at >= lexer.end) return undefined;
  const name = reader.take();
  if (!lexer.is('=')) return reader.fail(`expected \`=\`, found ${reader.describe()}`);
  lexer.advance();
  return name;
}

/** A call's name; `???` where strace does not know it. */
function readCallName(reader: Reader): Word | undefined {
  const { lexer } = reader;
  if (lexer.kind === 'word') return reader.take();
  if (!lexer.is('?')) return reader.fail(`expected a call, found ${reader.describe()}`);
  let to = lexer.from;
  while (to < lexer.end && lexer.text.charAt(to) === '?') to += 1;
  const name = { from: lexer.from, to, text: lexer.text.slice(lexer.from, to) };
  lexer.moveTo(to);
  return name;
}

function readTail(reader: Reader, name: Word, lead: '' | ',' | '=>'): Tail | undefined {
  const { lexer } = reader;
  const args: Expr[] = [];
  let trailingComma = false;
  let end = readEnd(reader);
  if (end === 'closed' && lead === '=>') return reader.fail('expected a value after `=>`');
  if (end === undefined && lexer.is('=')) return reader.fail('expected `)` before the result');
  while (end === undefined) {
    const arg = readArgument(reader, name, lead === '=>' && args.length === 0);
    if (arg === undefined) return undefined;
    args.push(arg);
    trailingComma = lexer.is(',');
    if (trailingComma) lexer.advance();
    end = readEnd(reader);
    if (end === undefined && !trailingComma) return failAfterArgument(reader, name);
    if (end === 'closed' && trailingComma) return reader.fail('expected an argument after `,`, found `)`');
  }
  return finishTail(reader, args, trailingComma, end);
}

function failAfterArgument(reader: Reader, name: Word): undefined {
  if (reader.lexer.kind === 'end') return reader.fail(`\`${name.text}(\` is not closed: expected \`,\` or \`)\``);
  return reader.fail(`expected \`,\` or \`)\`, found ${reader.describe()}`);
}

function finishTail(reader: Reader, args: Expr[], trailingComma: boolean, end: CallEnd): Tail | undefined {
  const { lexer } = reader;
  const to = lexer.from;
  const rest = { args, trailingComma, end };
  if (lexer.kind === 'end') return { ...rest, result: undefined, to };
  if (!lexer.is('=')) return reader.fail(`expected \`=\` or the end of the line, found ${reader.describe()}`);
  const result = readResult(reader);
  return result && { ...rest, result, to: result.to };
}

/** How the arguments end, where they end here. */
function readEnd(reader: Reader): CallEnd | undefined {
  const { lexer } = reader;
  if (isInterrupted(reader)) return 'interrupted';
  if (lexer.is(')')) {
    lexer.advance();
    return 'closed';
  }
  if (!lexer.is('<')) return undefined;
  if (lexer.text.startsWith(DETACHED, lexer.from)) {
    lexer.moveTo(lexer.from + DETACHED.length);
    return 'detached';
  }
  if (!lexer.text.startsWith(UNFINISHED, lexer.from)) return undefined;
  lexer.moveTo(lexer.from + UNFINISHED.length);
  if (!lexer.is(')')) return 'unfinished';
  lexer.advance();
  return 'abandoned';
}

/** One argument. What is not in the grammar is kept raw, unless a model reads this call. */
function readArgument(reader: Reader, name: Word, isOut: boolean): Expr | undefined {
  const { lexer } = reader;
  const { from } = lexer;
  const resuming = lexer.is('<') ? resumingEnd(lexer.text, from, lexer.end) : undefined;
  if (resuming !== undefined) return rawArgument(reader, from, resuming);
  const value = readElement(reader);
  if (value !== undefined && endsArgument(reader)) return value;
  const problem = reader.problem ?? misplaced(reader, name, value);
  reader.problem = problem;
  if (problem.fatal || isOut || callKind(name.text) !== undefined) return undefined;
  const to = argumentEnd(lexer.text, from, lexer.end);
  if (to === undefined) return undefined;
  reader.problem = undefined;
  return rawArgument(reader, from, to);
}

const isInterrupted = ({ lexer, interruption }: Reader): boolean => lexer.kind === 'end' && interruption !== undefined;

function endsArgument(reader: Reader): boolean {
  const { lexer } = reader;
  if (isInterrupted(reader)) return true;
  return lexer.is(',') || lexer.is(')') || lexer.text.startsWith(UNFINISHED, lexer.from) || isDetached(lexer);
}

const isDetached = ({ text, from }: Reader['lexer']): boolean => text.startsWith(DETACHED, from);

function misplaced(reader: Reader, name: Word, value: Expr | undefined): Problem {
  if (value !== undefined) failAfterArgument(reader, name);
  return reader.problem ?? { message: 'expected an argument', at: range(reader.lexer), fatal: false };
}

const range = ({ from, to }: Range): Range => ({ from, to });

function resumingEnd(text: string, from: number, end: number): number | undefined {
  RESUMING.lastIndex = from;
  const found = RESUMING.exec(text)?.[0].length ?? 0;
  return found > 0 && from + found <= end ? from + found : undefined;
}

function rawArgument(reader: Reader, from: number, end: number): Expr {
  const text = reader.lexer.text.slice(from, end).trimEnd();
  reader.lexer.moveTo(end);
  return { kind: 'raw', from, to: from + text.length, text };
}
