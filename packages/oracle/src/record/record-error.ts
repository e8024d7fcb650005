/** Why a program could not be recorded, told so that whoever reads it knows what to do. */

/**
 * - `not-linux`: there is no strace and no /proc to read.
 * - `no-strace`: strace is not installed; the message says how to get it.
 * - `ptrace-denied`: strace is there but may not trace (a container's seccomp profile, Yama, a hardened kernel).
 * - `command-not-found`: the program does not exist or is not executable.
 * - `no-such-process`: there is none of that number, or it has no address space.
 * - `timeout`: the program ran longer than allowed and was killed.
 * - `aborted`: the caller's signal.
 * - `strace-failed`: anything else that strace says on its way out.
 */
export type RecordErrorCode =
  | 'not-linux'
  | 'no-strace'
  | 'ptrace-denied'
  | 'command-not-found'
  | 'no-such-process'
  | 'timeout'
  | 'aborted'
  | 'strace-failed';

/** A recording that did not come about. */
export class RecordError extends Error {
  readonly code: RecordErrorCode;

  constructor(code: RecordErrorCode, message: string) {
    super(message);
    this.name = 'RecordError';
    this.code = code;
  }
}
