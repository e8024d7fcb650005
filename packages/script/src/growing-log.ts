/**
 * A log that is still being written: text comes in pieces, and what is whole of it goes out as items, each piece read once.
 * Whole is what stands before a moment in which no call is under way, so that no call that comes later overlaps it; the
 * rest waits. Line numbers and the indexes of calls go on from piece to piece, as if the text were one.
 */

import type { Diagnostic, Program, TaskName } from '@mm-playground/api';
import { ENDED, SUPERSEDED } from './call-lines.ts';
import { compile, inOrder, type Before } from './compile.ts';
import { parse, type ParseOptions } from './parse.ts';

/** What became whole. */
export interface Growth {
  /**
   * The first time the program's beginning, its machine and initial state; then only `items` mean anything, and they are those that
   * came since. Undefined where the text has errors: nothing that comes later is read.
   */
  readonly program: Program | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** `1234 ` or `[pid  1234] `: the task of a line. */
const TASK = /^(?:(\d+) +|\[pid +(\d+)\] )?/;
const UNFINISHED = '<unfinished ...>';

/**
 * Reads a log piece by piece. A snapshot (`#@ maps` and what belongs to it) must come in one piece; lines may be cut
 * anywhere.
 */
export class GrowingLog {
  readonly #file: string | undefined;
  /** What was not read yet, and the number of its first line. */
  #text = '';
  #firstLine = 1;
  /** How far the lines of that were looked at, and up to where nothing is under way. */
  #seen = 0;
  #whole = 0;
  /** Whether a call was seen: before one there is no program. */
  #called = false;
  readonly #open = new Set<TaskName>();
  #before: Before | undefined;
  #broken = false;

  constructor({ file }: Pick<ParseOptions, 'file'> = {}) {
    this.#file = file;
  }

  /** Takes the next piece. Undefined where nothing became whole by it. */
  append(text: string): Growth | undefined {
    this.#text += text;
    this.#look();
    return this.#whole > 0 && this.#called && !this.#broken ? this.#read(this.#whole) : undefined;
  }

  /** Nothing more comes: what still waits is read as it stands. Undefined where nothing waits. */
  finish(): Growth | undefined {
    return this.#text === '' || this.#broken ? undefined : this.#read(this.#text.length);
  }

  /** Looks at the lines that came whole, and keeps who is in a call. */
  #look(): void {
    for (let end = this.#text.indexOf('\n', this.#seen); end >= 0; end = this.#text.indexOf('\n', this.#seen)) {
      this.#note(this.#text.slice(this.#seen, end).trimEnd());
      this.#seen = end + 1;
      if (this.#open.size === 0) this.#whole = this.#seen;
    }
  }

  #note(line: string): void {
    if (line.startsWith('#')) {
      // An initial state is worth showing before the first call.
      this.#called ||= line.startsWith('#@ maps');
      return;
    }
    const prefix = TASK.exec(line);
    const task = prefix?.[1] ?? prefix?.[2] ?? '';
    const text = line.slice(prefix?.[0].length);
    this.#called ||= text !== '';
    const superseding = SUPERSEDED.exec(text)?.[1];
    if (superseding !== undefined) this.#supersede(task, superseding);
    else if (text.endsWith(UNFINISHED)) this.#open.add(task);
    else if (text.startsWith('<...') || ENDED.test(text)) this.#open.delete(task);
  }

  /** A thread that runs execve takes the name of its process, in the middle of the call. */
  #supersede(task: TaskName, thread: TaskName): void {
    if (this.#open.delete(thread)) this.#open.add(task);
  }

  #read(length: number): Growth {
    const text = this.#text.slice(0, length);
    const { document, diagnostics: misread } = parse(text, { file: this.#file, firstLine: this.#firstLine });
    const { program, diagnostics: mistaken } = compile(document, this.#before);
    const diagnostics = inOrder([...misread, ...mistaken]);
    this.#broken = diagnostics.some(({ severity }) => severity === 'error');
    this.#goOn(program, text);
    return { program: this.#broken ? undefined : program, diagnostics };
  }

  #goOn({ items }: Program, text: string): void {
    const calls = items.filter((item) => item.kind === 'call');
    this.#before = {
      calls: (this.#before?.calls ?? 0) + calls.length,
      lastTask: calls.at(-1)?.task ?? this.#before?.lastTask,
      tasks: new Set([...(this.#before?.tasks ?? []), ...calls.map(({ task }) => task)]),
    };
    this.#firstLine += text.split('\n').length - 1;
    this.#text = this.#text.slice(text.length);
    this.#seen = Math.max(0, this.#seen - text.length);
    this.#whole = 0;
  }
}
