/** Advice: of a task for its own memory, and of one that has a descriptor of it. */

import type { ModelCall, RunningCall } from '@mm-playground/api';
import type { Args } from '../machine/args.ts';
import type { Task } from '../machine/task.ts';
import { locked } from '../mm/mmap-lock.ts';
import { doMadvise, learnAdvice } from './madvise.ts';
import { processMadvise } from './process-madvise.ts';
import { zeroOr, type SyscallFamily } from './syscall-result.ts';

function* madvise(task: Task, args: Args, call: ModelCall): RunningCall {
  const { mm } = task;
  const advice = args.flags(2);
  learnAdvice(mm, advice, call);
  return zeroOr(yield* locked(mm, 'write', () => doMadvise(mm, args.word(0), args.word(1), advice)));
}

/** All of them. */
export const FAMILIES: readonly SyscallFamily[] = [{ locking: { madvise, process_madvise: processMadvise } }];
