/**
 * prctl(2), the operations on an address space: names of anonymous memory, Memory-Deny-Write-Execute, huge pages and same-page
 * merging of a whole process, layout fields. @kernel 6.18 kernel/sys.c
 */

import {
  EINVAL,
  EPERM,
  NotModelled,
  PRCTL,
  isErrno,
  type Errno,
  type CallPoint,
  type ModelCall,
  type RunningCall,
} from '@mm-playground/api';
import { anonNameOf, madviseSetAnonName, mayBeName, namedRange } from './anon-vma-name.ts';
import type { Args } from '../../machine/args.ts';
import { credentialPrctl } from '../../machine/credentials.ts';
import { setMemoryMerge } from '../../mm/ksm.ts';
import { locked } from '../../mm/mmap-lock.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { prctlSetMm } from './prctl-set-mm.ts';
import { failure, value, zeroOr, type Syscall, type SyscallFamily } from '../syscall-result.ts';

const P = PRCTL.values;

/** Arguments of the operation, 0 where the log leaves them out: arg2 to arg5. */
const wordsOf = (args: Args, from: number): bigint[] =>
  [1, 2, 3, 4].filter((i) => i >= from).map((i) => args.wordOr(i, 0n));

const allZero = (words: readonly bigint[]): boolean => words.every((word) => word === 0n);

/** prctl(2). Operations that do not concern an address space are not asked of the model. */
const prctl: Syscall = function* (task, args, call): RunningCall {
  const { mm } = task;
  if (mm.sys.generation.absentPrctls.has(args.flags(0))) return failure(EINVAL);
  switch (args.flags(0)) {
    case P.PR_SET_VMA:
      return zeroOr(yield* setVma(mm, args, call));
    case P.PR_SET_KEEPCAPS:
    case P.PR_SET_SECUREBITS:
    case P.PR_SET_NO_NEW_PRIVS:
      return credentialPrctl(task, args);
    case P.PR_SET_MM:
      return yield* prctlSetMm(task, args, call);
    case P.PR_SET_MDWE:
      return zeroOr(setMdwe(mm, args.wordOr(1, 0n), wordsOf(args, 2)));
    case P.PR_GET_MDWE:
      return allZero(wordsOf(args, 1)) ? value(mm.mdwe) : failure(EINVAL);
    case P.PR_SET_THP_DISABLE:
      return zeroOr(yield* locked(mm, 'write', () => setThpDisable(mm, wordsOf(args, 1))));
    case P.PR_GET_THP_DISABLE:
      return allZero(wordsOf(args, 1)) ? value(mm.thpDisable) : failure(EINVAL);
    case P.PR_SET_MEMORY_MERGE:
      if (!allZero(wordsOf(args, 2))) return failure(EINVAL);
      yield* locked(mm, 'write', () => setMemoryMerge(mm, args.wordOr(1, 0n) !== 0n));
      return value(0);
    case P.PR_GET_MEMORY_MERGE:
      return allZero(wordsOf(args, 1)) ? value(mm.mergeAny ? 1 : 0) : failure(EINVAL);
    case P.PR_SET_TAGGED_ADDR_CTRL:
      if (mm.sys.arch.mmu?.untagged === undefined) return failure(EINVAL);
      // With it, buffers of calls may have tags.
      if (args.wordOr(1, 0n) !== 0n) throw new NotModelled('PR_SET_TAGGED_ADDR_CTRL');
      return value(0);
    default:
      throw new NotModelled(`prctl operation ${args.flags(0)}`);
  }
};

/**
 * PR_SET_VMA. A kernel that was built without names refuses everything; where nothing says whether it was, the first refusal
 * of a call that makes sense does.
 * @errno EINVAL EFAULT the name, the range @errno EBADF ENOMEM as {@link madviseSetAnonName}
 */
function* setVma(mm: MmStruct, args: Args, { recorded }: ModelCall): Generator<CallPoint, Errno | null, void> {
  const { sys } = mm;
  if (sys.facts.anonVmaName === false || args.word(1) !== P.PR_SET_VMA_ANON_NAME) return EINVAL;
  const range = namedRange(mm, args.word(2), args.word(3));
  if (sys.facts.anonVmaName === null && !isErrno(range) && mayBeName(args.at(4))) {
    const refused = recorded?.kind === 'errno' && recorded.name === EINVAL.name;
    sys.facts = { ...sys.facts, anonVmaName: !refused };
    if (refused) return EINVAL;
  }
  const name = anonNameOf(args.at(4));
  if (isErrno(name)) return name;
  if (isErrno(range)) return range;
  return yield* locked(mm, 'write', () => madviseSetAnonName(mm, range.start, range.end, name));
}

const MDWE_BITS = P.PR_MDWE_REFUSE_EXEC_GAIN | P.PR_MDWE_NO_INHERIT;

/** PR_SET_MDWE: once set it stays as it is. @errno EINVAL bits @errno EPERM to change it */
function setMdwe(mm: MmStruct, bits: bigint, rest: readonly bigint[]): Errno | null {
  if (!allZero(rest) || (bits & ~MDWE_BITS) !== 0n || bits === P.PR_MDWE_NO_INHERIT) return EINVAL;
  if (mm.mdwe !== 0n && mm.mdwe !== bits) return EPERM;
  mm.touch('mdwe').mdwe = bits;
  return null;
}

/** PR_SET_THP_DISABLE. @errno EINVAL flags */
function setThpDisable(mm: MmStruct, [on = 0n, flags = 0n, ...rest]: readonly bigint[]): Errno | null {
  const known = on === 0n || !mm.sys.generation.hasThpExceptAdvised ? 0n : P.PR_THP_DISABLE_EXCEPT_ADVISED;
  if (!allZero(rest) || (flags & ~known) !== 0n) return EINVAL;
  mm.touch('thpDisable').thpDisable = on === 0n ? 0n : flags | 1n;
  return null;
}

/** prctl(2) alone. */
export const prctlFamily: SyscallFamily = { locking: { prctl } };
