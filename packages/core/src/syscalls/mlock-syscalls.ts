/** mlock and its relatives: their arguments, and the pages that are brought in once the VMAs are locked. @kernel 6.18 mm/mlock.c */

import {
  EAGAIN,
  EFAULT,
  EINVAL,
  ENOMEM,
  MLOCK,
  VM_NONE,
  type Errno,
  type RunningCall,
  type Vpn,
} from '@mm-playground/api';
import type { Args } from '../machine/args.ts';
import type { Task } from '../machine/task.ts';
import { mmPopulate } from '../memory/populate.ts';
import { locked } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { applyLockFlags, applyMlockallFlags, doMlock, doMlockall } from './mlock.ts';
import { failure, value, zeroOr, type SyscallFamily } from './syscall-result.ts';

/** The pages that a byte range touches: mlock and munlock widen it. Null where it wraps. */
function touchedPages(mm: MmStruct, addr: bigint, len: bigint): { start: Vpn; end: Vpn } | null {
  const shift = BigInt(mm.sys.arch.geometry.pageShift);
  const mask = (1n << shift) - 1n;
  const size = BigInt.asUintN(64, len + (addr & mask) + mask) & ~mask;
  const start = addr & ~mask;
  if (start + size >= 1n << 64n) return null;
  return { start: Number(start >> shift) as Vpn, end: Number((start + size) >> shift) as Vpn };
}

function* mlock2(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const flags = args.wordOr(2, 0n);
  if ((flags & ~MLOCK.values.MLOCK_ONFAULT) !== 0n) return failure(EINVAL);
  const range = touchedPages(mm, args.word(0), args.word(1));
  if (range === null) return failure(EINVAL);
  const { start, end } = range;
  const error = yield* locked(mm, 'write', () => doMlock(mm, start, end, flags !== 0n));
  if (error !== null) return failure(error);
  if (start === end) return value(0);
  return zeroOr(populateError(yield* mmPopulate(mm, start, end, 'returned')));
}

/** What POSIX wants mlock to say when its pages could not be brought in. */
const populateError = (error: Errno | null): Errno | null =>
  error === EFAULT ? ENOMEM : error === ENOMEM ? EAGAIN : error;

function* mlock(task: Task, args: Args): RunningCall {
  return yield* mlock2(task, args);
}

function* munlock(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const range = touchedPages(mm, args.word(0), args.word(1));
  if (range === null) return failure(EINVAL);
  return zeroOr(yield* locked(mm, 'write', () => applyLockFlags(mm, range.start, range.end, VM_NONE)));
}

function* mlockall(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const flags = args.flags(0);
  const error = yield* locked(mm, 'write', () => doMlockall(mm, flags));
  if (error !== null) return failure(error);
  if ((flags & 1n) !== 0n) yield* mmPopulate(mm, 0, mm.sys.arch.layout.taskSize);
  return value(0);
}

function* munlockall(task: Task): RunningCall {
  const { mm } = task;
  yield* locked(mm, 'write', () => applyMlockallFlags(mm, 0n));
  return value(0);
}

/** What keeps memory from being paged out. */
export const mlockFamily: SyscallFamily = { locking: { mlock, mlock2, munlock, mlockall, munlockall } };
