/**
 * process_madvise(2): one advice for several ranges, in order, until one fails. Only to oneself: what it does to another
 * process is refused. @kernel 6.18 mm/madvise.c
 */

import { CAP, EBADF, EINVAL, EPERM, NotModelled, isErrno, type Errno, type RunningCall } from '@mm-playground/api';
import { capable } from '../mm/accounting.ts';
import type { Args } from '../machine/args.ts';
import { fileOf } from './files/file-calls.ts';
import { importIovec } from '../machine/iovec.ts';
import { doMadvise, isKnownAdvice } from './madvise.ts';
import { locked } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { failure, value } from './syscall-result.ts';
import type { Task } from '../machine/task.ts';

/** PIDFD_SELF_THREAD and PIDFD_SELF_THREAD_GROUP. */
const SELF = new Set([-10_000, -10_001]);

/** @returns the bytes of the ranges that were advised. @errno EINVAL EFAULT EBADF EPERM, and as madvise(2) for the first range */
export function* processMadvise(task: Task, args: Args): RunningCall {
  if (args.flags(4) !== 0n) return failure(EINVAL);
  const ranges = importIovec(task.mm, args, 1, args.word(2));
  if (isErrno(ranges)) return failure(ranges);
  const target = targetOf(task, args);
  if (isErrno(target)) return failure(target);
  const advice = args.flags(3);
  const refused = refusal(task.mm, advice);
  if (refused !== null) return failure(refused);
  if (ranges.every(({ len }) => len === 0n)) return value(0);
  let done = 0n;
  for (const [at, { base, len }] of ranges.entries()) {
    // Going on to the next byte passes over empty ranges; the first one is looked at in any case.
    if (at > 0 && len === 0n) continue;
    const error = yield* locked(target, 'write', () => doMadvise(target, base, len, advice));
    if (error !== null) return done === 0n ? failure(error) : value(done);
    done += len;
  }
  return value(done);
}

/** Whether the caller may give itself this advice, bytes or not. @errno EINVAL advice @errno EPERM */
function refusal(mm: MmStruct, advice: bigint): Errno | null {
  const { ofItself, checksFirst, needsNice } = mm.sys.generation.processMadvise;
  if (checksFirst && !(ofItself?.has(advice) ?? isKnownAdvice(mm, advice))) return EINVAL;
  return needsNice && !capable(mm, CAP.values.CAP_SYS_NICE) ? EPERM : null;
}

/** Whose address space it is. @errno EBADF no pidfd */
function targetOf(task: Task, args: Args): MmStruct | Errno {
  const fd = args.int(0);
  if (SELF.has(fd) && task.mm.sys.generation.processMadvise.knowsSelf) return task.mm;
  const known = task.files.get(fd)?.pid ?? null;
  const file = known === null ? fileOf(task, args.at(0), fd) : null;
  if (isErrno(file)) return file;
  const pid = known ?? /^pid:(\d+)$/.exec(file?.path ?? '')?.[1];
  if (pid === undefined && file?.path !== 'anon_inode:[pidfd]') return EBADF;
  if (pid !== task.group) throw new NotModelled('process_madvise', 'of another process');
  return task.mm;
}
