/**
 * Where the checker puts what it finds: diagnostics with spans, in the order in which they were found.
 */

import type { Diagnostic, Span } from '@mm-playground/api';
import { didYouMean } from './suggest.ts';
import { type Document, lineAt, type Range, spanOf } from './syntax.ts';

const MOST_SUGGESTIONS = 200;

/** What a report needs to know of a document. */
export type ReportedDocument = Pick<Document, 'file' | 'lineStarts' | 'firstLine' | 'length' | 'newlineAtEnd'>;

/** Collects the diagnostics of one document. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];
  #suggestions = 0;
  readonly #document: ReportedDocument;

  constructor(document: ReportedDocument) {
    this.#document = document;
  }

  error(at: Range, message: string): void {
    const { length, newlineAtEnd } = this.#document;
    const atEnd = at.to >= length && at.to > 0 && !newlineAtEnd;
    this.#add('error', at, atEnd ? `${message} (the file ends here)` : message);
  }

  /** An error that a file has because it is not all there. */
  cutOff(at: Range, message: string): void {
    this.#add('error', at, `the file is cut off here: ${message}`);
  }

  warn(at: Range, message: string): void {
    this.#add('warning', at, message);
  }

  /** A warning at a place that is already known by its span. */
  warnAt(span: Span, message: string): void {
    this.diagnostics.push({ file: this.#document.file, span, severity: 'warning', message });
  }

  /** `: did you mean \`x\`?`, or `''`. Only so often: a file full of mistakes needs no advice on each of them. */
  suggest(word: string, candidates: Iterable<string>): string {
    this.#suggestions += 1;
    return this.isOverwhelmed ? '' : didYouMean(word, candidates);
  }

  /** Whether there were more mistakes than any reader wants advice on. */
  get isOverwhelmed(): boolean {
    return this.#suggestions > MOST_SUGGESTIONS;
  }

  get hasErrors(): boolean {
    return this.diagnostics.some(({ severity }) => severity === 'error');
  }

  spanOf(at: Range): Span {
    return spanOf(this.#document, at);
  }

  /** The line of a node, from 1. */
  lineOf(at: Range): number {
    return lineAt(this.#document.lineStarts, at.from) + this.#document.firstLine;
  }

  #add(severity: Diagnostic['severity'], at: Range, message: string): void {
    this.diagnostics.push({ file: this.#document.file, span: spanOf(this.#document, at), severity, message });
  }
}
