/** Limits and personality: calls on a process that take no lock of its address space. @kernel 6.18 kernel/sys.c, kernel/exec_domain.c */

import { CAP, EINVAL, EPERM, NotModelled, RLIMIT, RLIM_INFINITY, type Errno } from '@mm-playground/api';
import { capable } from '../../mm/accounting.ts';
import { ODD_PERSONALITY } from '../../machine/facts.ts';
import { value, zeroOr, type PlainSyscall, type SyscallFamily } from '../syscall-result.ts';
import { MODELLED_LIMITS, type Task } from '../../machine/task.ts';

/** getrlimit, setrlimit and prlimit64. Limits that the model does not read are accepted and forgotten. */
const limitCall =
  (resource: number, fresh: number | null): PlainSyscall =>
  (task, args) => {
    if (resource > 0 && args.word(0) !== 0n && String(args.word(0)) !== task.group)
      throw new NotModelled('limits of another process');
    if (fresh === null || args.at(fresh).kind !== 'struct') return value(0);
    const soft = args.field(fresh, 'rlim_cur') ?? RLIM_INFINITY;
    const hard = args.field(fresh, 'rlim_max') ?? RLIM_INFINITY;
    return zeroOr(setLimit(task, args.word(resource), soft, hard));
  };

function setLimit(task: Task, resource: bigint, soft: bigint, hard: bigint): Errno | null {
  if (soft > hard) return EINVAL;
  const name = Object.entries(RLIMIT.values).find(([, number]) => number === resource)?.[0];
  if (name === undefined) return EINVAL;
  const field = MODELLED_LIMITS[name as keyof typeof MODELLED_LIMITS] as 'as' | undefined;
  if (field === undefined) return null;
  const { mm, limits } = task;
  if (hard > limits[`${field}Max`] && !capable(mm, CAP.values.CAP_SYS_RESOURCE)) return EPERM;
  mm.sys.journal.touch(limits)[field] = soft;
  limits[`${field}Max`] = hard;
  return null;
}

/** personality(2): the old one, where it is known. What the new one changes are calls from now on, and the next program. */
const personality: PlainSyscall = (task, args, { recorded }) => {
  const wanted = args.flags(0);
  const old = task.personality ?? (recorded?.kind === 'value' ? recorded.value : 0n);
  if (wanted === QUERY) return value(old);
  if ((wanted & ODD_PERSONALITY) !== 0n) throw new NotModelled('personality', 'of a smaller address space');
  task.mm.sys.journal.touch(task).personality = wanted;
  return value(old);
};

const QUERY = 0xffff_ffffn;

/** Limits and personality. */
export const limitFamily: SyscallFamily = {
  plain: {
    getrlimit: limitCall(0, null),
    setrlimit: limitCall(0, 1),
    prlimit64: limitCall(1, 2),
    personality,
  },
};
