/**
 * How a command ends. Exit codes are part of the contract: 0 done and nothing diverged, 1 divergences, violations or
 * failures found, 2 bad usage or bad input. What is thrown here ends the program with 2 and is told line by line.
 */

import { constants } from 'node:os';
import { formatDiagnostic, type Diagnostic } from '@mm-playground/api';

/** What a command returns. */
export type ExitCode = 0 | 1 | 2;

/** The command line asks for something that makes no sense. Told as `error: MESSAGE`, like the parser's own errors. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A file cannot be read, or what is in it cannot. Told as `FILE:LINE:COLUMN: message`, all of them. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join('\n'));
    this.diagnostics = diagnostics;
  }
}

/** What is wrong with a file at a line of it, or with the file as a whole (line 1). */
export const problem = (file: string, message: string, line = 1): Diagnostic => ({
  file,
  span: { line, column: 1, length: 0 },
  severity: 'error',
  message,
});

/** What a shell adds to the number of the signal that ended a program. */
const SIGNAL_BASE = 128;

/** From now on a signal ends the program as it should end: a machine that was started is told. A signal alone would not. */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(SIGNAL_BASE + constants.signals[signal]));
}
