/** io_setup and io_destroy: their arguments. @kernel 6.18 fs/aio.c */

import { EFAULT, isErrno, vpnOf, type ModelCall, type RunningCall } from '@mm-playground/api';
import type { Args } from '../machine/args.ts';
import type { Task } from '../machine/task.ts';
import { locked } from '../mm/mmap-lock.ts';
import { doIoSetup, killIoctx, lookupIoctx } from './aio.ts';
import { failure, recordedFailure, value, type SyscallFamily } from './syscall-result.ts';

/** The first argument is unsigned int; the second one points to where the context's id goes, and strace shows that. */
function* ioSetup(task: Task, args: Args, call: ModelCall): RunningCall {
  const { mm } = task;
  const out = args.at(1);
  if (out.kind === 'int' && out.value === 0n) return failure(EFAULT);
  // Without brackets strace shows a pointer: whether that and what it points to are good is the log's to say.
  const failed = out.kind === 'array' ? null : recordedFailure(call);
  if (failed !== null) return failed;
  const [chosen] = out.kind === 'array' ? out.items : [];
  if (mm.unknown && chosen?.kind === 'int') mm.sys.adoptedAddress = vpnOf(chosen.value, mm.sys.arch.geometry.pageShift);
  const id = yield* locked(mm, 'write', () => doIoSetup(mm, Number(args.flags(0))));
  return isErrno(id) ? failure(id) : value(0);
}

function* ioDestroy(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const context = yield* locked(mm, 'read', () => lookupIoctx(mm, args.word(0)));
  if (isErrno(context)) return failure(context);
  yield* locked(mm, 'write', () => killIoctx(mm, context));
  return value(0);
}

/** Asynchronous I/O. */
export const aioFamily: SyscallFamily = { locking: { io_setup: ioSetup, io_destroy: ioDestroy } };
