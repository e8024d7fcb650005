/** shmget, shmat, shmdt, shmctl by name. @kernel 6.18 ipc/shm.c */

import { EINVAL, IPC, addrOf, isErrno, type RunningCall } from '@mm-playground/api';
import type { Args } from '../../machine/args.ts';
import { populateRange } from '../../memory/populate.ts';
import { locked } from '../../mm/mmap-lock.ts';
import { segmentOf } from './shm-segments.ts';
import { doShmRemove, doShmat, doShmdt, doShmget } from './shm.ts';
import { failure, recordedFailure, value, zeroOr, type PlainSyscall, type SyscallFamily } from '../syscall-result.ts';
import type { Task } from '../../machine/task.ts';

const shmget: PlainSyscall = ({ mm }, args, call) => {
  const id = doShmget(mm, BigInt.asUintN(32, args.word(0)), args.word(1), args.flags(2), call.recorded);
  if (!isErrno(id)) return value(id);
  // Keys are known to every program of the machine.
  return args.word(0) === IPC.values.IPC_PRIVATE ? failure(id) : (recordedFailure(call) ?? failure(id));
};

function* shmat(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const { pageShift } = mm.sys.arch.geometry;
  const [id, addr, flags] = [args.int(0), args.word(1), args.flags(2)];
  const attached = yield* locked(mm, 'write', () => doShmat(mm, id, addr, flags));
  if (isErrno(attached)) return failure(attached);
  const { start, pages, populate } = attached;
  if (populate) yield* locked(mm, 'read', () => populateRange(mm, start, start + pages));
  return value(addrOf(start, pageShift));
}

function* shmdt(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const addr = args.word(0);
  return zeroOr(yield* locked(mm, 'write', () => doShmdt(mm, addr)));
}

/** IPC_RMID; the others only ask, or keep pages of the segment from being swapped out. */
const shmctl: PlainSyscall = ({ mm: { sys } }, args, call) => {
  const command = args.at(1);
  if (command.kind === 'int' && command.value === IPC.values.IPC_RMID) return zeroOr(doShmRemove(sys, args.int(0)));
  const failed = recordedFailure(call);
  if (failed !== null) return failed;
  if (call.recorded?.kind === 'value') return value(call.recorded.value);
  return isErrno(segmentOf(sys, args.int(0))) ? failure(EINVAL) : value(0);
};

/** System V shared memory. */
export const shmFamily: SyscallFamily = { locking: { shmat, shmdt }, plain: { shmget, shmctl } };
