/** What is wrong with a figure, told where it stands in the page that has it. */

import { formatDiagnostic, type Diagnostic, type Span } from '@mm-playground/api';

/** A place in a file. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A figure cannot be made. The message has all problems, a line each: `FILE:LINE:COLUMN: message`. */
export class FigureError extends Error {
  override readonly name = 'FigureError';
  readonly problems: readonly Diagnostic[];

  constructor(problems: readonly Diagnostic[]) {
    super(problems.map(formatDiagnostic).join('\n'));
    this.problems = problems;
  }
}

/** What is wrong at a place. */
export const problemAt = ({ file, line, column }: Place, message: string): Diagnostic => ({
  ...{ file, message },
  span: { line, column, length: 0 },
  severity: 'error',
});

/** Where a place of a script is, when the script begins at `place` and each of its lines in the same column. */
export const spanFrom = (place: Place, { line, column, length }: Span): Span => ({
  line: place.line + line - 1,
  column: place.column + column - 1,
  length,
});
