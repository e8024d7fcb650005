/**
 * From text to {@link Document}: cuts the text into lines and gives each to the parser of its kind. A line that cannot be
 * read becomes a {@link BadLine} with a diagnostic, and reading goes on with the next one.
 */

import { type Diagnostic } from '@mm-playground/api';
import { isBlank, isWordStart, Lexer, skipBlanks, wordEnd } from './lexer.ts';
import { interruptionAt, isNote, isTableRow } from './notes.ts';
import { readCall, readResumed } from './parse-call.ts';
import { type Problem, Reader } from './parse-expression.ts';
import { NO_PREFIX, readPrefix } from './parse-prefix.ts';
import { type DirectiveLine, type Document, type Line, type Prefix, spanOf, type Word } from './syntax.ts';

export interface ParseOptions {
  /** The name under which messages speak of the file; `script` if missing. */
  readonly file?: string | undefined;
  /** The number of the text's first line; 1 if missing. */
  readonly firstLine?: number;
}

export interface Parsed {
  readonly document: Document;
  /** What is wrong, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whether this is no text at all; the document is empty then, and the one diagnostic says why. */
  readonly isBinary: boolean;
}

/** Reads a script, a log or a capture. Never throws; every problem is a diagnostic. Linear in the length of the text. */
export function parse(text: string, options: ParseOptions = {}): Parsed {
  return new FileParser(text, options.file ?? 'script', options.firstLine ?? 1).run();
}

/** A directive whose body is still being read. */
interface OpenDirective {
  readonly node: DirectiveLine;
  readonly body: Word[];
}

const BYTE_ORDER_MARK = '\u{feff}';
/** So much of the beginning tells whether a file is text. */
const PROBE = 4096;
/** More than this share of unprintable characters is no text. */
const UNPRINTABLE_SHARE = 0.1;

class FileParser {
  readonly #text: string;
  readonly #file: string;
  readonly #firstLine: number;
  readonly #lines: Line[] = [];
  readonly #lineStarts: number[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  #open: OpenDirective | undefined;
  /** Whether the last call was interrupted by a message, so that its rest may follow. */
  #interrupted = false;

  constructor(text: string, file: string, firstLine: number) {
    this.#text = text;
    this.#file = file;
    this.#firstLine = firstLine;
  }

  run(): Parsed {
    const binary = whyBinary(this.#text);
    if (binary === undefined) this.#readLines();
    else this.#reject(binary);
    return { document: this.#document(), diagnostics: this.#diagnostics, isBinary: binary !== undefined };
  }

  #document(): Document {
    return {
      kind: 'document',
      file: this.#file,
      lines: this.#lines,
      lineStarts: this.#lineStarts,
      firstLine: this.#firstLine,
      length: this.#text.length,
      newlineAtEnd: this.#text.endsWith('\n'),
    };
  }

  #reject(problem: Problem): void {
    this.#lineStarts.push(0);
    this.#report(problem);
  }

  #readLines(): void {
    const text = this.#text;
    for (let from = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0; ;) {
      this.#lineStarts.push(from);
      const newline = text.indexOf('\n', from);
      const end = newline < 0 ? text.length : newline;
      const isLast = newline < 0;
      if (!isLast || end > from) this.#readLine(from, this.#withoutReturns(from, end));
      if (isLast) return;
      from = newline + 1;
    }
  }

  /** Where a line ends whose end may be CR LF, or CRs that other tools put before it. */
  #withoutReturns(from: number, end: number): number {
    let last = end;
    while (last > from && this.#text.charAt(last - 1) === '\r') last--;
    return last;
  }

  #readLine(from: number, end: number): void {
    const start = skipBlanks(this.#text, from, end);
    if (this.#text.startsWith('#|', start) && start < end) {
      this.#readBody(start, end);
      return;
    }
    this.#open = undefined;
    if (start === end) this.#lines.push({ kind: 'blank', from: start, to: end });
    else if (this.#text.startsWith('#@', start)) this.#readDirective(start, end);
    else if (this.#text.charAt(start) === '#') this.#readComment(start, end);
    else this.#readCallLine(start, end);
  }

  #readComment(from: number, end: number): void {
    const text = this.#text.slice(from, end).trimEnd();
    this.#lines.push({ kind: 'comment', from, to: from + text.length, text });
  }

  #readBody(from: number, end: number): void {
    if (this.#open === undefined) {
      this.#bad(from, end, {
        message: '`#|` belongs to no directive: it follows neither `#@ NAME` nor its body',
        at: { from, to: from + 2 },
        fatal: true,
      });
      return;
    }
    const start = from + 2 < end && this.#text.charAt(from + 2) === ' ' ? from + 3 : from + 2;
    this.#open.body.push({ from: start, to: end, text: this.#text.slice(start, end) });
  }

  #readDirective(from: number, end: number): void {
    const text = this.#text;
    const at = skipBlanks(text, from + 2, end);
    if (at >= end || !isWordStart(text.charCodeAt(at))) {
      this.#bad(from, end, {
        message: 'expected the name of a directive after `#@`',
        at: { from: at, to: at },
        fatal: true,
      });
      return;
    }
    const nameEnd = wordEnd(text, at, end);
    const restFrom = skipBlanks(text, nameEnd, end);
    const rest = text.slice(restFrom, end).trimEnd();
    const body: Word[] = [];
    const node: DirectiveLine = {
      kind: 'directive',
      from,
      to: restFrom + rest.length,
      name: { from: at, to: nameEnd, text: text.slice(at, nameEnd) },
      rest: { from: restFrom, to: restFrom + rest.length, text: rest },
      body,
    };
    this.#open = { node, body };
    this.#lines.push(node);
  }

  #readCallLine(from: number, end: number): void {
    const isRow = isTableRow(this.#text, from);
    const { prefix, to } = isRow ? { prefix: NO_PREFIX, to: from } : readPrefix(this.#text, from, end);
    if (isRow || isNote(this.#text, to, end)) {
      const text = this.#text.slice(to, end).trimEnd();
      const note = { from: to, to: to + text.length, text };
      this.#lines.push({ kind: 'note', from, to: note.to, prefix, text: note });
      return;
    }
    const cut = interruptionAt(this.#text, to, end);
    const interruption = cut === undefined ? undefined : { from: cut, to: end, text: this.#text.slice(cut, end) };
    const reader = new Reader(new Lexer(this.#text, to, cut ?? end), interruption);
    const line = this.#readRest(reader, prefix, from) ?? this.#readWhole(reader, prefix, from);
    if (line === undefined) this.#bad(from, end, this.#explain(reader, to, end));
    else this.#lines.push(line);
    this.#interrupted = line?.kind === 'call' && line.interruption !== undefined;
  }

  #readWhole(reader: Reader, prefix: Prefix, from: number): Line | undefined {
    if (!this.#text.startsWith('<...', reader.lexer.from)) return readCall(reader, prefix, from);
    return this.#readResumedLine(reader, prefix, from);
  }

  /** The rest of a call whose line was interrupted. */
  #readRest(reader: Reader, prefix: Prefix, from: number): Line | undefined {
    const { lexer } = reader;
    const isRest = REST.some((begin) => this.#text.startsWith(begin, lexer.from));
    if (!this.#interrupted || !isRest) return undefined;
    return readResumed(reader, prefix, from, { from: lexer.from, to: lexer.from, text: '' });
  }

  #readResumedLine(reader: Reader, prefix: Prefix, from: number): Line | undefined {
    const { lexer } = reader;
    RESUMED.lastIndex = lexer.from;
    const found = RESUMED.exec(this.#text);
    if (found === null) return reader.fail('expected `<... CALL resumed>`');
    const nameFrom = lexer.from + found[0].indexOf(found[1] ?? '', '<...'.length);
    const name = { from: nameFrom, to: nameFrom + (found[1] ?? '').length, text: found[1] ?? '' };
    lexer.moveTo(lexer.from + found[0].length);
    return readResumed(reader, prefix, from, name);
  }

  /** The reader's problem; where the text stops in the middle of its last line, that is the problem. */
  #explain(reader: Reader, from: number, end: number): Problem {
    const torn = tornProblem(this.#text, from, end);
    const problem = torn ?? reader.problem ?? { message: 'cannot be read', at: { from: end, to: end }, fatal: true };
    const cut = end === this.#text.length && reaches(problem, end);
    return cut ? { ...problem, message: `the file is cut off here: ${problem.message}` } : problem;
  }

  #bad(from: number, end: number, problem: Problem): void {
    this.#lines.push({ kind: 'bad', from, to: end, text: this.#text.slice(from, end) });
    this.#report(problem);
  }

  #report({ message, at }: Problem): void {
    const span = spanOf({ lineStarts: this.#lineStarts, firstLine: this.#firstLine }, at);
    this.#diagnostics.push({ file: this.#file, span, severity: 'error', message });
  }
}

/** The end of a call alone on its line: what a program printed stands in the middle of it, where both went to one place. */
function tornProblem(text: string, from: number, end: number): Problem | undefined {
  if (!/^\)[ \t]+=[ \t]/.test(text.slice(from, end))) return undefined;
  const message =
    'the end of a call that something else tore in two: `strace -o FILE` keeps a log apart from what programs print';
  return { message, at: { from, to: end }, fatal: true };
}

/** How the rest of an interrupted line may begin. */
const REST = ['=>', ',', ')', '<unfinished ...>'];

const RESUMED = /<\.\.\. *(\w+|\?+) +resumed *>/y;

const reaches = ({ at }: Problem, end: number): boolean => at.to >= end;

/** Why a text is none; undefined where it is one. */
export function whyBinary(text: string): Problem | undefined {
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    return { message: `this is no text: character ${nul + 1} is NUL`, at: { from: 0, to: 0 }, fatal: true };
  }
  const probe = text.slice(0, PROBE);
  const unprintable = Array.from(probe).filter(isUnprintable).length;
  if (unprintable <= Math.max(2, probe.length * UNPRINTABLE_SHARE)) return undefined;
  return { message: 'this is no text: most of it cannot be printed', at: { from: 0, to: 0 }, fatal: true };
}

const DELETE = 0x7f;
const LAST_CONTROL = 0x9f;
const REPLACEMENT = 0xfffd;

/** Control characters except blanks, and what stands for bytes that are no UTF-8. */
function isUnprintable(character: string): boolean {
  const code = character.charCodeAt(0);
  if (code < 0x20) return !isBlank(code) && character !== '\n';
  return (code >= DELETE && code <= LAST_CONTROL) || code === REPLACEMENT;
}
