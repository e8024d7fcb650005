/**
 * Calls that copy something small to the program, and do nothing else to its memory. They are only asked for where the file says every access;
 * elsewhere a log does not tell where they copied to. @kernel 6.18 drivers/char/random.c, kernel/sys.c, kernel/time/posix-timers.c
 */

import { EFAULT, type ModelCall } from '@mm-playground/api';
import type { Args } from '../machine/args.ts';
import { failure, recordedFailure, value, type Syscall, type SyscallFamily } from './syscall-result.ts';
import { copyUser } from '../machine/uaccess.ts';

/** Bytes of struct new_utsname, and of struct timespec. */
const UTSNAME = 390n;
const TIMESPEC = 16n;

/** A call that copies so many bytes to an argument. @errno EFAULT nothing could be copied */
const copying = (at: number, bytes: (args: Args, call: ModelCall) => bigint, isPartial = false): Syscall =>
  function* (task, args, call) {
    const failed = recordedFailure(call);
    const wanted = bytes(args, call);
    const copied = yield* copyUser(task, args.word(at), wanted, 'store');
    if (failed !== null) return failed;
    if (copied < wanted && (!isPartial || copied === 0n)) return failure(EFAULT);
    return value(isPartial ? copied : 0n);
  };

const given = (args: Args, { recorded }: ModelCall): bigint =>
  recorded?.kind === 'value' ? recorded.value : args.word(1);

/** Calls that copy something small to the program. */
export const copyToUserFamily: SyscallFamily = {
  locking: {
    getrandom: copying(0, given, true),
    uname: copying(0, () => UTSNAME),
    clock_gettime: copying(1, () => TIMESPEC),
    clock_getres: copying(1, () => TIMESPEC),
  },
};
