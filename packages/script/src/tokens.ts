/**
 * What the words of a text are, for colours and for completion. Reads words, not sentences: a line that is being typed, or
 * that has a mistake, has its colours too. Each line is read on its own, so an editor may ask for any stretch of lines.
 */

import { isBlank, Lexer, skipBlanks } from './lexer.ts';
import { angleEnd } from './parse-expression.ts';
import { interruptionAt, isNote } from './notes.ts';
import { readPrefix } from './parse-prefix.ts';
import type { Range } from './syntax.ts';

export type TokenType =
  /** The name of a call, also of a resumed one. */
  | 'call'
  /** `PROT_READ`, `NULL`, `PAGE`: a word in capitals. */
  | 'constant'
  | 'number'
  | 'string'
  /** The path that decorates a descriptor. */
  | 'path'
  | 'task'
  /** A result's name, where it is bound or used; any word in lower case. */
  | 'name'
  /** The name of a field or of a directive's key, before its `=`. */
  | 'field'
  /** `#@ maps`. */
  | 'directive'
  /** A line of a directive's body. */
  | 'body'
  /** `# ...`, `/* ... *\/`, times, and the texts that strace puts after a result. */
  | 'comment'
  /** A signal, an exit, a message of strace; `<unfinished ...>`. */
  | 'note'
  /** The value that a call returned. */
  | 'result'
  /** `ENOMEM`, `SIGSEGV`. */
  | 'errno';

/** A classified word, in offsets of the text. */
export interface Token extends Range {
  readonly type: TokenType;
}

/** The classified words of a text, ascending, not overlapping. What has no class (blanks, punctuation) is left out. */
export function tokens(text: string): Token[] {
  const out: Token[] = [];
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    new LineTokens(text, from, end, out).read();
    from = end + 1;
  }
  return out;
}

const CAPITALS = /^[A-Z][A-Z0-9_]*$/;
const ANGLE_NOTE = /<(?:unfinished|detached) \.\.\.>|<\.\.\./y;

class LineTokens {
  readonly #text: string;
  readonly #from: number;
  readonly #end: number;
  readonly #out: Token[];
  /** Whether a `<` of this line is not closed: then no later one is looked at, so that time stays linear. */
  #unclosed = false;

  constructor(text: string, from: number, end: number, out: Token[]) {
    this.#text = text;
    this.#from = from;
    this.#end = end;
    this.#out = out;
  }

  read(): void {
    const start = skipBlanks(this.#text, this.#from, this.#end);
    if (start >= this.#end) return;
    if (this.#text.startsWith('#|', start)) this.#add('body', start, this.#end);
    else if (this.#text.startsWith('#@', start)) this.#directive(start);
    else if (this.#text.charAt(start) === '#') this.#add('comment', start, this.#end);
    else this.#taskLine(start);
  }

  #add(type: TokenType, from: number, to: number): void {
    let end = to;
    while (end > from && isBlank(this.#text.charCodeAt(end - 1))) end -= 1;
    if (end > from) this.#out.push({ type, from, to: end });
  }

  #directive(from: number): void {
    const lexer = new Lexer(this.#text, from + 2, this.#end);
    this.#add('directive', from, lexer.kind === 'word' ? lexer.to : from + 2);
    if (lexer.kind === 'word') lexer.advance();
    for (; lexer.kind !== 'end'; lexer.advance()) this.#word(lexer, this.#text.charAt(lexer.to) === '=');
  }

  #taskLine(start: number): void {
    const { prefix, to } = readPrefix(this.#text, start, this.#end);
    const { task, stamps } = prefix;
    const before = [...stamps, ...(task === undefined ? [] : [task])].toSorted((a, b) => a.from - b.from);
    for (const word of before) this.#add(word === task ? 'task' : 'comment', word.from, word.to);
    if (isNote(this.#text, to, this.#end)) this.#add('note', to, this.#end);
    else {
      const cut = interruptionAt(this.#text, to, this.#end) ?? this.#end;
      this.#call(new Lexer(this.#text, to, cut));
      this.#add('note', cut, this.#end);
    }
  }

  #call(lexer: Lexer): void {
    let depth = 0;
    let afterCall = false;
    for (; lexer.kind !== 'end'; lexer.advance()) {
      if (lexer.is('<')) this.#angle(lexer);
      else if (lexer.is('(') || lexer.is('[') || lexer.is('{')) depth += 1;
      else if (lexer.is(')') || lexer.is(']') || lexer.is('}')) depth -= 1;
      else if (depth <= 0 && lexer.is('=') && afterCall) return this.#result(lexer);
      else if (depth === 0 && lexer.kind === 'word') this.#outerWord(lexer);
      else this.#word(lexer, this.#text.charAt(lexer.to) === '=');
      afterCall = lexer.is(')');
    }
  }

  /** A word outside of all brackets: a call where `(` follows or nothing, else the name that a result gets. */
  #outerWord(lexer: Lexer): void {
    const { from, to } = lexer;
    if (this.#text.startsWith('resumed>', from)) {
      lexer.to = from + 'resumed>'.length;
      this.#add('note', from, lexer.to);
      return;
    }
    const next = this.#text.charAt(skipBlanks(this.#text, to, this.#end));
    this.#add(next === '=' || next === ')' ? 'name' : 'call', from, to);
  }

  #word({ kind, from, to }: Lexer, isField: boolean): void {
    if (kind === 'number' || kind === 'string' || kind === 'comment') this.#add(kind, from, to);
    else if (kind === 'word' && isField) this.#add('field', from, to);
    else if (kind === 'word') this.#add(CAPITALS.test(this.#text.slice(from, to)) ? 'constant' : 'name', from, to);
    else if (kind === 'bad' && this.#text.charAt(from) === '"') this.#add('string', from, to);
    else if (kind === 'bad' && this.#text.startsWith('/*', from)) this.#add('comment', from, to);
  }

  /** `<unfinished ...>`, `<... call resumed>`, or the path of a descriptor. */
  #angle(lexer: Lexer): void {
    ANGLE_NOTE.lastIndex = lexer.from;
    const note = ANGLE_NOTE.exec(this.#text)?.[0];
    if (note !== undefined) {
      this.#add('note', lexer.from, lexer.from + note.length);
      lexer.to = lexer.from + note.length;
      return;
    }
    if (lexer.afterBlank || this.#unclosed) return;
    const close = angleEnd(this.#text, lexer.from, this.#end);
    this.#unclosed = close === undefined;
    if (close === undefined) return;
    this.#add('path', lexer.from + 1, close - 1);
    lexer.to = close;
  }

  #result(lexer: Lexer): void {
    lexer.advance();
    const from = lexer.from;
    if (lexer.is('-')) lexer.advance();
    this.#add('result', from, lexer.to);
    lexer.advance();
    if (lexer.is('<') && !lexer.afterBlank) {
      this.#angle(lexer);
      lexer.advance();
    }
    if (lexer.kind === 'word') {
      this.#add('errno', lexer.from, lexer.to);
      lexer.advance();
    }
    if (lexer.is('{')) this.#call(lexer);
    else this.#add('comment', lexer.from, this.#end);
  }
}
