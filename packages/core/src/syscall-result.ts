/** What a system call gives back, and the two shapes that its implementation has. */

import type { CallResult, Errno, ModelCall, RunningCall } from '@mm-playground/api';
import type { Args } from './args.ts';
import type { Task } from './task.ts';

/** A call of a task that takes locks: it yields where one is taken or let go. */
export type Syscall = (task: Task, args: Args, call: ModelCall) => RunningCall;

/** A call that takes no lock of an address space. */
export type PlainSyscall = (task: Task, args: Args, call: ModelCall) => CallResult;

/** Success. */
export const value = (x: bigint | number): CallResult => ({ kind: 'value', value: BigInt.asUintN(64, BigInt(x)) });
/** Failure with this error. */
export const failure = (errno: Errno): CallResult => ({ kind: 'errno', errno });
/** 0, or the error. */
export const zeroOr = (error: Errno | null): CallResult => (error === null ? value(0) : failure(error));
