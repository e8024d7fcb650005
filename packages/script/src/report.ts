/**
 * Where the checker puts what it finds: diagnostics with spans, in the order in which they were found.
 */

import type { Diagnostic, Span } from '@mm-playground/api';
import { type Document, lineAt, type Range, spanOf } from './syntax.ts';

/** Collects the diagnostics of one document. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];
  readonly #document: Pick<Document, 'file' | 'lineStarts'>;

  constructor(document: Pick<Document, 'file' | 'lineStarts'>) {
    this.#document = document;
  }

  error(at: Range, message: string): void {
    this.#add('error', at, message);
  }

  warn(at: Range, message: string): void {
    this.#add('warning', at, message);
  }

  get hasErrors(): boolean {
    return this.diagnostics.some(({ severity }) => severity === 'error');
  }

  spanOf(at: Range): Span {
    return spanOf(this.#document, at);
  }

  /** The line of a node, from 1. */
  lineOf(at: Range): number {
    return lineAt(this.#document.lineStarts, at.from) + 1;
  }

  #add(severity: Diagnostic['severity'], at: Range, message: string): void {
    this.diagnostics.push({ file: this.#document.file, span: spanOf(this.#document, at), severity, message });
  }
}
