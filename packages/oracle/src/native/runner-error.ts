/** Why a script could not be run on a kernel, told so that whoever reads it knows what to do. */

/**
 * - `not-linux`: memory calls can only be run on Linux.
 * - `no-compiler`: neither `$CC` nor `gcc` is there, or no cross compiler for the architecture of a booted kernel.
 * - `compile-failed`: the compiler refused, mostly because there is no static C library; the message has its words.
 * - `runner-died`: the runner ended before the script; the message has its last words and the command at hand.
 */
export type RunnerErrorCode = 'not-linux' | 'no-compiler' | 'compile-failed' | 'runner-died';

/** A script that could not be run. */
export class RunnerError extends Error {
  readonly code: RunnerErrorCode;

  constructor(code: RunnerErrorCode, message: string) {
    super(message);
    this.name = 'RunnerError';
    this.code = code;
  }
}

/** The error for a runner that gave fewer replies than it got commands. */
export function runnerDied(why: string, commands: readonly string[], replies: number): RunnerError {
  return new RunnerError('runner-died', `the runner died (${why}) in: ${commands[replies] ?? ''}`);
}
