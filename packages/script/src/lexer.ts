/**
 * The lexer: tokens of one line, one at a time, without allocating. The current token is in the lexer's fields; a parser
 * looks at it and calls {@link Lexer.advance}. A line is read once from left to right, so lexing is linear in its length.
 */

export type TokenKind = 'number' | 'word' | 'string' | 'comment' | 'op' | 'end' | 'bad';

/** What a character can be part of, by its code; everything from 128 on is nothing. */
const ASCII = 128;
const CLASS = new Uint8Array(ASCII);
const IS_BLANK = 1;
const IS_DIGIT = 2;
const IS_WORD = 4;
const IS_OP = 8;

function classify(characters: string, what: number): void {
  for (let at = 0; at < characters.length; at += 1) CLASS[characters.charCodeAt(at)] = what;
}
classify(' \t\r\f\v', IS_BLANK);
classify('0123456789', IS_DIGIT);
classify('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_', IS_WORD);
classify('()[]{},=|&^~!+-*/%<>?:@.;#', IS_OP);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const STAR = 0x2a;
const SLASH = 0x2f;

/** Operators of more than one character, by their first. */
const LONG_OPS: ReadonlyMap<string, readonly string[]> = new Map([
  ['.', ['...']],
  ['<', ['<<']],
  ['>', ['>>']],
  ['=', ['=>', '==']],
  ['!', ['!=']],
  ['&', ['&&']],
  ['|', ['||']],
  ['-', ['->']],
]);

const classOf = (code: number): number => (code < ASCII ? (CLASS[code] ?? 0) : 0);
export const isBlank = (code: number): boolean => classOf(code) === IS_BLANK;
export const isDigit = (code: number): boolean => classOf(code) === IS_DIGIT;
export const isWordStart = (code: number): boolean => classOf(code) === IS_WORD;
export const isWordPart = (code: number): boolean => (classOf(code) & (IS_WORD | IS_DIGIT)) !== 0;

/** Reads tokens from `text[from, end)`. */
export class Lexer {
  readonly text: string;
  /** Where the line ends. */
  readonly end: number;
  kind: TokenKind = 'end';
  /** The token is `text[from, to)`. */
  from: number;
  to: number;
  /** The operator, where `kind` is `op`; else `''`. */
  op = '';
  /** Whether blanks stand before the token. */
  afterBlank = false;

  /** Stands on the first token of the range. */
  constructor(text: string, from: number, end: number) {
    this.text = text;
    this.end = end;
    this.from = from;
    this.to = from;
    this.advance();
  }

  /** Goes on to the next token. At the end it stays there. */
  advance(): void {
    this.moveTo(this.to);
  }

  /** Goes on reading at `offset`: after a parser has read some characters itself, or to read an argument again. */
  moveTo(offset: number): void {
    const from = skipBlanks(this.text, offset, this.end);
    this.afterBlank = from > offset;
    this.from = from;
    this.op = '';
    if (from >= this.end) this.#set('end', from);
    else this.#scan(this.text.charCodeAt(from));
  }

  /** Whether the token is this operator. */
  is(op: string): boolean {
    return this.op === op;
  }

  /** The token's text. */
  slice(): string {
    return this.text.slice(this.from, this.to);
  }

  #scan(code: number): void {
    if (isWordStart(code)) this.#set('word', wordEnd(this.text, this.from, this.end));
    else if (isDigit(code)) this.#number();
    else if (code === QUOTE) this.#string();
    else if (code === SLASH && this.text.charCodeAt(this.from + 1) === STAR) this.#comment();
    else this.#operator(code);
  }

  #number(): void {
    const to = wordEnd(this.text, this.from, this.end);
    this.#set(isNumber(this.text, this.from, to) ? 'number' : 'bad', to);
  }

  #string(): void {
    const close = stringEnd(this.text, this.from, this.end);
    if (close === undefined) this.#set('bad', this.end);
    else this.#set('string', close);
  }

  #comment(): void {
    const close = commentEnd(this.text, this.from, this.end);
    if (close === undefined) this.#set('bad', this.end);
    else this.#set('comment', close);
  }

  #operator(code: number): void {
    if (classOf(code) !== IS_OP) {
      this.#set('bad', this.from + 1);
      return;
    }
    const first = this.text.charAt(this.from);
    const long = LONG_OPS.get(first)?.find((op) => this.text.startsWith(op, this.from));
    this.op = long ?? first;
    this.#set('op', this.from + this.op.length);
  }

  #set(kind: TokenKind, to: number): void {
    this.kind = kind;
    this.to = to;
  }
}

/** The first offset from `offset` on that is no blank. */
export function skipBlanks(text: string, offset: number, end: number): number {
  let at = offset;
  while (at < end && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

/** Where the word that starts at `from` ends. */
export function wordEnd(text: string, from: number, end: number): number {
  let at = from + 1;
  while (at < end && isWordPart(text.charCodeAt(at))) at += 1;
  return at;
}

/** Where the string whose opening quote is at `from` ends; undefined where it is not closed before `end`. */
export function stringEnd(text: string, from: number, end: number): number | undefined {
  for (let at = from + 1; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at += 1;
  }
  return undefined;
}

/** Where the comment that opens at `from` ends; undefined where it is not closed before `end`. */
export function commentEnd(text: string, from: number, end: number): number | undefined {
  for (let at = from + 2; at + 1 < end; at += 1) {
    if (text.charCodeAt(at) === STAR && text.charCodeAt(at + 1) === SLASH) return at + 2;
  }
  return undefined;
}

const NUMBER = /^(?:0[xX][0-9a-fA-F]+|\d+)(?:[KMG]|[uUlL]{1,3})?$/;

function isNumber(text: string, from: number, to: number): boolean {
  return to - from === 1 || NUMBER.test(text.slice(from, to));
}
