/**
 * Recursive descent over the arguments of a call: C expressions as strace prints them and a scenario writes them. A
 * reader function returns undefined after it has recorded the first problem; nothing is thrown. Depth and length are
 * bounded, so that hostile input cannot exhaust the stack.
 */

import { isDigit, type Lexer, skipBlanks, stringEnd } from './lexer.ts';
import {
  BINARY_LEVELS,
  type BinaryOperator,
  type Expr,
  type FdNode,
  type ListNode,
  type MacroNode,
  type NameNode,
  type NumberNode,
  type Range,
  type UnaryOp,
  type Word,
} from './syntax.ts';

/** What is wrong, and where. */
export interface Problem {
  readonly message: string;
  readonly at: Range;
  /** Whether nothing after this place can be trusted, so that reading on makes no sense. */
  readonly fatal: boolean;
}

/** Deeper nesting than any log or person writes. Times the longest chain, it bounds the depth of a tree. */
const DEEPEST = 24;
/** Longer chains of operators than any log or person writes: strace prints 41 capabilities in one. */
const LONGEST_CHAIN = 96;
/** More comments after one value than any log or person writes. */
const MOST_COMMENTS = 4;

const UNARY_OPS: ReadonlySet<string> = new Set<UnaryOp>(['-', '+', '~', '!', '&', '@']);
const LEVEL_OF: ReadonlyMap<string, number> = new Map(
  BINARY_LEVELS.flatMap((ops, level) => ops.map((op): [string, number] => [op, level])),
);

/** A lexer and the first problem that was met. */
export class Reader {
  readonly lexer: Lexer;
  problem: Problem | undefined;
  depth = 0;
  /** The message of strace that stands after the text that is read, in the same line. */
  readonly interruption: Word | undefined;

  constructor(lexer: Lexer, interruption?: Word) {
    this.lexer = lexer;
    this.interruption = interruption;
  }

  /** Records a problem, at the current token unless said otherwise. Only the first one counts. */
  fail(message: string, at: Range = { from: this.lexer.from, to: this.lexer.to }): undefined {
    this.problem ??= { message, at, fatal: false };
    return undefined;
  }

  /** Records a problem after which the line cannot be read on. */
  failLine(message: string, at: Range = { from: this.lexer.from, to: this.lexer.to }): undefined {
    this.problem = { message, at, fatal: true };
    return undefined;
  }

  /** The current token as a leaf, and past it. */
  take(): Word {
    const { lexer } = this;
    const word = { from: lexer.from, to: lexer.to, text: lexer.slice() };
    lexer.advance();
    return word;
  }

  /** What stands here, for a message. */
  describe(): string {
    const { lexer } = this;
    if (lexer.kind === 'end') return 'the end of the line';
    if (lexer.kind !== 'bad') return `\`${shorten(lexer.slice())}\``;
    const first = lexer.text.charAt(lexer.from);
    if (first === '"') return 'a string that is not closed';
    if (first === '/') return 'a comment that is not closed';
    return isDigit(first.charCodeAt(0)) ? `\`${shorten(lexer.slice())}\`, which is no number` : `\`${first}\``;
  }
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** An argument, a field or an item: `[name=] expression [=> [name=] expression]`. */
export function readElement(reader: Reader): Expr | undefined {
  const { lexer } = reader;
  if (lexer.kind !== 'word' || !assigns(lexer)) return readOut(reader);
  const name = reader.take();
  lexer.advance();
  const value = readOut(reader);
  return value && { kind: 'named', from: name.from, to: value.to, name, value };
}

/** Whether a single `=` follows the current token. */
function assigns({ text, to, end }: Lexer): boolean {
  const at = skipBlanks(text, to, end);
  const next = text.charAt(at + 1);
  return at < end && text.charAt(at) === '=' && next !== '=' && next !== '>';
}

function readOut(reader: Reader): Expr | undefined {
  const before = readBinary(reader, 0);
  if (before === undefined || !reader.lexer.is('=>')) return before;
  reader.lexer.advance();
  const after = readAfter(reader);
  return after && { kind: 'out', from: before.from, to: after.to, before, after };
}

/** strace names a field a second time: `features=0 => features=UFFD_FEATURE_SIGBUS`. */
function readAfter(reader: Reader): Expr | undefined {
  const { lexer } = reader;
  if (lexer.kind !== 'word' || !assigns(lexer)) return readBinary(reader, 0);
  const name = reader.take();
  lexer.advance();
  const value = readBinary(reader, 0);
  return value && { kind: 'named', from: name.from, to: value.to, name, value };
}

/** Operators of `level` and tighter, by precedence climbing. */
function readBinary(reader: Reader, level: number): Expr | undefined {
  const { lexer } = reader;
  let left = readUnary(reader);
  for (let length = 0; left !== undefined; length += 1) {
    const own = lexer.kind === 'op' ? LEVEL_OF.get(lexer.op) : undefined;
    if (own === undefined || own < level) return left;
    if (length > LONGEST_CHAIN) return reader.fail('the expression is too long');
    const op = lexer.op as BinaryOperator;
    const opAt = { from: lexer.from, to: lexer.to };
    lexer.advance();
    const right = readBinary(reader, own + 1);
    left = right && { kind: 'binary', from: left.from, to: right.to, op, opAt, left, right };
  }
  return undefined;
}

function readUnary(reader: Reader): Expr | undefined {
  const { lexer } = reader;
  if (!UNARY_OPS.has(lexer.op)) return readPostfix(reader);
  const { from } = lexer;
  const op = lexer.op as UnaryOp;
  lexer.advance();
  const operand = nested(reader, readUnary);
  return operand && { kind: 'unary', from, to: operand.to, op, operand };
}

/** A value and the comments after it; or a comment alone. */
function readPostfix(reader: Reader): Expr | undefined {
  const { lexer } = reader;
  let value: Expr | undefined;
  if (lexer.kind === 'comment') {
    const comment = reader.take();
    value = { kind: 'commented', from: comment.from, to: comment.to, value: undefined, comment };
  } else {
    value = readPrimary(reader);
  }
  for (let count = 0; value !== undefined && lexer.kind === 'comment'; count += 1) {
    if (count > MOST_COMMENTS) return reader.fail('too many comments');
    const comment = reader.take();
    value = { kind: 'commented', from: value.from, to: comment.to, value, comment };
  }
  return value;
}

function readPrimary(reader: Reader): Expr | undefined {
  const { lexer } = reader;
  if (lexer.kind === 'number') return readFd(reader, { kind: 'number', ...reader.take() });
  if (lexer.kind === 'string') return readString(reader);
  if (lexer.kind === 'word') return readWord(reader);
  if (lexer.is('{')) return readList(reader, 'struct', '}');
  if (lexer.is('[')) return readList(reader, 'array', ']');
  if (lexer.is('(')) return readGroup(reader);
  if (lexer.is('...')) {
    const { from, to } = reader.take();
    return { kind: 'ellipsis', from, to };
  }
  return reader.fail(`expected a value, found ${reader.describe()}`);
}

function readString(reader: Reader): Expr {
  const { lexer } = reader;
  const text = reader.take();
  const abbreviated = lexer.is('...') && lexer.from === text.to;
  const { to } = abbreviated ? reader.take() : text;
  return { kind: 'string', from: text.from, to, text: text.text, abbreviated };
}

function readWord(reader: Reader): Expr | undefined {
  const word = reader.take();
  if (!reader.lexer.is('(')) return readFd(reader, { kind: 'name', ...word });
  return readMacro(reader, word);
}

function readMacro(reader: Reader, name: Word): MacroNode | undefined {
  const { lexer } = reader;
  lexer.advance();
  const list = readItems(reader, ')');
  if (list === undefined) return undefined;
  if (list.separator === ' ') return reader.fail('expected `,` between arguments', name);
  return { kind: 'macro', from: name.from, to: list.to, name, items: list.items };
}

function readGroup(reader: Reader): Expr | undefined {
  const { from } = reader.take();
  const inner = nested(reader, (r) => readBinary(r, 0));
  if (inner === undefined) return undefined;
  if (!reader.lexer.is(')')) return reader.fail(`expected \`)\`, found ${reader.describe()}`);
  return { kind: 'group', from, to: reader.take().to, inner };
}

function readList(reader: Reader, kind: ListNode['kind'], close: string): ListNode | undefined {
  const { from } = reader.take();
  const list = readItems(reader, close);
  return list && { kind, from, ...list };
}

/** Items up to and with `close`, separated by commas or by blanks, not by both. */
function readItems(reader: Reader, close: string): Omit<ListNode, 'kind' | 'from'> | undefined {
  const { lexer } = reader;
  const items: Expr[] = [];
  let separator: ',' | ' ' = ',';
  if (lexer.is(close)) return { to: reader.take().to, items, separator };
  for (;;) {
    const item = nested(reader, readElement);
    if (item === undefined) return undefined;
    items.push(item);
    if (lexer.is(close)) return { to: reader.take().to, items, separator };
    if (lexer.is(',') && (separator === ',' || items.length === 1)) lexer.advance();
    else if (canStandApart(reader, items.length === 1 || separator === ' ')) separator = ' ';
    else return reader.fail(`expected \`,\` or \`${close}\`, found ${reader.describe()}`);
  }
}

function canStandApart({ lexer }: Reader, allowed: boolean): boolean {
  return allowed && lexer.afterBlank && (lexer.kind === 'word' || lexer.kind === 'number' || lexer.is('...'));
}

/** `base`, or `base<path>` where the bracket follows at once. */
function readFd(reader: Reader, base: NumberNode | NameNode): NumberNode | NameNode | FdNode | undefined {
  const { lexer } = reader;
  if (!lexer.is('<') || lexer.from !== base.to) return base;
  const close = angleEnd(lexer.text, lexer.from, lexer.end);
  if (close === undefined) return reader.failLine('`<` is not closed');
  const path = { from: lexer.from + 1, to: close - 1, text: lexer.text.slice(lexer.from + 1, close - 1) };
  const deleted = lexer.text.startsWith('(deleted)', close);
  const to = deleted ? close + '(deleted)'.length : close;
  lexer.moveTo(to);
  return { kind: 'fd', from: base.from, to, base, path, deleted };
}

const OPEN_ANGLE = 0x3c;
const CLOSE_ANGLE = 0x3e;
const QUOTE = 0x22;
const DASH = 0x2d;

/** Where the bracket that opens at `from` ends. Brackets nest, `->` closes none, and strings are skipped. */
export function angleEnd(text: string, from: number, end: number): number | undefined {
  let depth = 0;
  for (let at = from; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = (stringEnd(text, at, end) ?? end) - 1;
    else if (code === OPEN_ANGLE) depth += 1;
    else if (code === CLOSE_ANGLE && text.charCodeAt(at - 1) !== DASH) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

function nested<T>(reader: Reader, read: (reader: Reader) => T | undefined): T | undefined {
  if (reader.depth >= DEEPEST) return reader.fail('nested too deeply');
  reader.depth += 1;
  const value = read(reader);
  reader.depth -= 1;
  return value;
}
