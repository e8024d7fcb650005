/**
 * Results on standard output, in one of three forms: text, one JSON document, or one JSON event a line. A command prints
 * part by part as it gets on, and closes with the document; it does not ask which form was wanted.
 */

import type { Writable } from 'node:stream';

/** What `--json` chose. */
export type OutputForm = 'text' | 'document' | 'lines';

/** One line of `--json=lines`. */
export interface OutputEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A part of the output in each form; only the wanted one is computed. */
export interface OutputPart {
  readonly text: () => Iterable<string>;
  readonly events: () => Iterable<OutputEvent>;
}

/** Bytes that are collected before they are written: a write is a system call. */
const CHUNK = 1 << 16;

export class Printer {
  readonly form: OutputForm;
  readonly #out: Writable;
  #pending = '';

  constructor(form: OutputForm, out: Writable = process.stdout) {
    this.form = form;
    this.#out = out;
  }

  /** Prints a part; a document shows nothing before its end. */
  part(part: OutputPart): void {
    if (this.form === 'text') for (const line of part.text()) this.#line(line);
    if (this.form === 'lines') for (const event of part.events()) this.#line(JSON.stringify(event));
    this.#flush();
  }

  /** Prints the document that says everything that the parts said. */
  end(document: () => unknown): void {
    if (this.form === 'document') this.#line(JSON.stringify(document(), null, 2));
    this.#flush();
  }

  #line(text: string): void {
    this.#pending += `${text}\n`;
    if (this.#pending.length >= CHUNK) this.#flush();
  }

  #flush(): void {
    if (this.#pending !== '') this.#out.write(this.#pending);
    this.#pending = '';
  }
}
