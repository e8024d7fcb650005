/** userfaultfd(2) and its ioctls. What fills pages in is refused: the model has no monitor. @kernel 6.18 fs/userfaultfd.c */

import {
  EBADF,
  EFAULT,
  EINVAL,
  NotModelled,
  OPEN,
  UFFD,
  architectureLacks,
  evaluate,
  fieldOf,
  isErrno,
  type ArgValue,
  type RunningCall,
} from '@mm-playground/api';
import type { Args } from '../../machine/args.ts';
import { Inode, OpenFile } from '../../files/file.ts';
import { fileOf, install } from '../files/file-calls.ts';
import { locked } from '../../mm/mmap-lock.ts';
import { failure, recordedFailure, value, zeroOr, type Syscall, type SyscallFamily } from '../syscall-result.ts';
import type { Task } from '../../machine/task.ts';
import { flagsOfMode, uffdRange, userfaultfdRegister, userfaultfdUnregister } from './userfaultfd-register.ts';
import { UserfaultCtx } from './userfaultfd.ts';

const U = UFFD.values;
const CREATE_FLAGS = OPEN.values.O_CLOEXEC | OPEN.values.O_NONBLOCK | U.UFFD_USER_MODE_ONLY;
/** What calls would have to wait for somebody to read. */
const EVENTS =
  U.UFFD_FEATURE_EVENT_FORK | U.UFFD_FEATURE_EVENT_REMAP | U.UFFD_FEATURE_EVENT_REMOVE | U.UFFD_FEATURE_EVENT_UNMAP;
/** What needs room in entries for write protection. */
const WRITE_PROTECTION =
  U.UFFD_FEATURE_PAGEFAULT_FLAG_WP |
  U.UFFD_FEATURE_WP_HUGETLBFS_SHMEM |
  U.UFFD_FEATURE_WP_UNPOPULATED |
  U.UFFD_FEATURE_WP_ASYNC;
const API_VERSION = 0xaan;

/** userfaultfd(2). Whether the machine lets an unprivileged process have one, the log says. @errno EINVAL flags */
// oxlint-disable-next-line require-yield
const userfaultfd: Syscall = function* (task, args, call): RunningCall {
  if ((args.flags(0) & ~CREATE_FLAGS) !== 0n) return failure(EINVAL);
  const failed = recordedFailure(call);
  if (failed !== null) return failed;
  const { sys } = task.mm;
  const inode = new Inode(sys.nextId('inode'), { kind: 'unmappable', size: null });
  const file = new OpenFile(sys.nextId('file'), inode, 'anon_inode:[userfaultfd]', 'rdwr', false);
  file.userfault = new UserfaultCtx(sys.nextId('file'), task.mm);
  return value(install(task, call, file));
};

/** ioctl(2) of a userfaultfd; others are not asked of the model. */
const ioctl: Syscall = function* (task, args, call): RunningCall {
  const file = fileOf(task, args.at(0), args.int(0));
  if (isErrno(file)) return failure(EBADF);
  const ctx = file.userfault;
  if (ctx === null) throw new NotModelled('ioctl', `on ${file.path}, which no userfaultfd(2) of the log made`);
  const operation = args.flags(1);
  if (operation === U.UFFDIO_API) return agree(task, ctx, args);
  if (ctx.features === null) return failure(EINVAL);
  if (ctx.mm !== task.mm) throw new NotModelled('ioctl', 'on the userfaultfd of another address space');
  switch (operation) {
    case U.UFFDIO_REGISTER:
      return yield* register(task, ctx, args);
    case U.UFFDIO_UNREGISTER:
      return yield* unregister(task, ctx, args);
    case U.UFFDIO_WAKE:
      return recordedFailure(call) ?? value(0);
    default:
      throw new NotModelled('ioctl', 'that answers a fault');
  }
};

/** The number in a struct, or null where the log shows a pointer, which the kernel could not read either. */
function numberIn(arg: ArgValue | undefined, name: string): bigint | null {
  const field = fieldOf(arg, name);
  return (field && evaluate(field, () => undefined)) ?? null;
}

/** UFFDIO_API: once, and before all else. @errno EINVAL version, features, a second time @errno EFAULT */
function agree(task: Task, ctx: UserfaultCtx, args: Args): ReturnType<typeof value> {
  const api = numberIn(args.at(2), 'api');
  const features = numberIn(args.at(2), 'features');
  if (api === null || features === null) return failure(EFAULT);
  if (ctx.features !== null || api !== API_VERSION || features >= U.UFFD_FEATURE_MOVE << 1n) return failure(EINVAL);
  if ((features & WRITE_PROTECTION) !== 0n && architectureLacks(task.mm.sys.arch, 'userfaultfd-wp'))
    return failure(EINVAL);
  if ((features & EVENTS) !== 0n) throw new NotModelled('a userfaultfd that waits for events');
  task.mm.sys.journal.touch(ctx).features = features;
  return value(0);
}

/** @errno EFAULT EINVAL, and as {@link userfaultfdRegister} */
function* register({ mm }: Task, ctx: UserfaultCtx, args: Args): RunningCall {
  const request = args.at(2);
  const [start, len] = ['start', 'len'].map((name) => numberIn(fieldOf(request, 'range'), name));
  const mode = numberIn(request, 'mode');
  if (start === null || start === undefined || len === null || len === undefined || mode === null)
    return failure(EFAULT);
  const flags = flagsOfMode(mm.sys, mode);
  if (isErrno(flags)) return failure(flags);
  const range = uffdRange(mm, start, len);
  if (isErrno(range)) return failure(range);
  return zeroOr(yield* locked(mm, 'write', () => userfaultfdRegister(mm, ctx, range.start, range.end, flags)));
}

/** @errno EFAULT EINVAL, and as {@link userfaultfdUnregister} */
function* unregister({ mm }: Task, ctx: UserfaultCtx, args: Args): RunningCall {
  const start = numberIn(args.at(2), 'start');
  const len = numberIn(args.at(2), 'len');
  if (start === null || len === null) return failure(EFAULT);
  const range = uffdRange(mm, start, len);
  if (isErrno(range)) return failure(range);
  return zeroOr(yield* locked(mm, 'write', () => userfaultfdUnregister(mm, ctx, range.start, range.end)));
}

/** userfaultfd, and its ioctls. */
export const userfaultfdFamily: SyscallFamily = {
  locking: {
    userfaultfd,
    ioctl,
  },
};
