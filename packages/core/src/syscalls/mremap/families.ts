/** mremap(2): its arguments, and whose procedure does it. */

import { addrOf, isErrno, type RunningCall, type Vpn } from '@mm-playground/api';
import type { Args } from '../../machine/args.ts';
import type { Task } from '../../machine/task.ts';
import { mmPopulate } from '../../memory/populate.ts';
import { lockedAtOnce } from '../../mm/mmap-lock.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { failure, value, type SyscallFamily } from '../syscall-result.ts';
import { doMremapOneVma } from './mremap-one-vma.ts';
import { doMremap, type MremapProcedure } from './mremap.ts';

const PROCEDURES = { 'several VMAs': doMremap, 'one VMA': doMremapOneVma } as const;

/** What the generation says. */
function procedureOf({ sys }: MmStruct): MremapProcedure {
  const { mremap } = sys.generation;
  return typeof mremap === 'string' ? PROCEDURES[mremap] : mremap;
}

function* mremap(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const word = (i: number): bigint => args.wordOr(i, 0n);
  yield mm.points.write;
  const moved = lockedAtOnce(mm, 'write', () => procedureOf(mm)(mm, word(0), word(1), word(2), word(3), word(4)));
  yield mm.points.unlock;
  if (isErrno(moved)) return failure(moved);
  if (moved.populate !== null) yield* mmPopulate(mm, moved.populate.start, moved.populate.end);
  return value(addrOf(moved.addr as Vpn, mm.sys.arch.geometry.pageShift));
}

/** All of them. */
export const FAMILIES: readonly SyscallFamily[] = [{ locking: { mremap } }];
