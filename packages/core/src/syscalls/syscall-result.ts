/** What a system call gives back, the two shapes that its implementation has, and the families that they come in. */

import {
  NotModelled,
  findErrno,
  type CallResult,
  type Errno,
  type ModelCall,
  type RunningCall,
} from '@mm-playground/api';
import type { Args } from '../machine/args.ts';
import type { Task } from '../machine/task.ts';

/** A call of a task that takes locks: it yields where one is taken or let go. */
export type Syscall = (task: Task, args: Args, call: ModelCall) => RunningCall;

/** A call that takes no lock of an address space. */
export type PlainSyscall = (task: Task, args: Args, call: ModelCall) => CallResult;

/** Calls that belong together, by name: a page fetches them as one where its script makes one of them. */
export interface SyscallFamily {
  readonly locking?: Readonly<Record<string, Syscall>>;
  readonly plain?: Readonly<Record<string, PlainSyscall>>;
}

/** Success. */
export const value = (x: bigint | number): CallResult => ({ kind: 'value', value: BigInt.asUintN(64, BigInt(x)) });
/** Failure with this error. */
export const failure = (errno: Errno): CallResult => ({ kind: 'errno', errno });
const ZERO: CallResult = Object.freeze(value(0));

/** 0, or the error. */
export const zeroOr = (error: Errno | null): CallResult => (error === null ? ZERO : failure(error));

/** The failure that the log shows, if it shows one: believed where it is not the mm's doing (missing files, limits on processes). */
export function recordedFailure({ recorded }: ModelCall): CallResult | null {
  if (recorded?.kind !== 'errno') return null;
  const errno = findErrno(recorded.name);
  if (errno === undefined) throw new NotModelled(recorded.name, 'is an error that the model does not know');
  return failure(errno);
}

/** What the log shows, a number or a failure; null where there is no log, or it shows neither. */
export const recordedResult = (call: ModelCall): CallResult | null =>
  call.recorded?.kind === 'value' ? value(call.recorded.value) : recordedFailure(call);
