/**
 * PR_SET_MM: a process moves the borders of its own layout: heap, stack, code, arguments. No mapping changes; what /proc calls
 * [heap] and [stack], where brk(2) goes on and what counts as VmExe does. @kernel 6.18 kernel/sys.c
 */

import {
  CAP,
  EBADF,
  EFAULT,
  EINVAL,
  EPERM,
  NotModelled,
  RLIM_INFINITY,
  addrOf,
  findConstant,
  isErrno,
  type Bytes,
  type CallResult,
  type Errno,
  type ModelCall,
  type RunningCall,
} from '@mm-playground/api';
import { capable } from '../../mm/accounting.ts';
import type { Args } from '../../machine/args.ts';
import { fileOf } from '../files/file-calls.ts';
import { accessMemory } from '../../memory/fault.ts';
import { locked } from '../../mm/mmap-lock.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { failure, recordedFailure, value, zeroOr } from '../syscall-result.ts';
import { traced } from '../../machine/system.ts';
import type { Task } from '../../machine/task.ts';

/** Borders of the layout, by the names of their operations. */
const FIELDS = {
  PR_SET_MM_START_CODE: 'startCode',
  PR_SET_MM_END_CODE: 'endCode',
  PR_SET_MM_START_DATA: 'startData',
  PR_SET_MM_END_DATA: 'endData',
  PR_SET_MM_START_STACK: 'startStack',
  PR_SET_MM_START_BRK: 'startBrk',
  PR_SET_MM_BRK: 'brk',
  PR_SET_MM_ARG_START: 'argStart',
  PR_SET_MM_ARG_END: 'argEnd',
  PR_SET_MM_ENV_START: 'envStart',
  PR_SET_MM_ENV_END: 'envEnd',
} as const;

type Border = (typeof FIELDS)[keyof typeof FIELDS];
const BY_OPERATION: ReadonlyMap<bigint | undefined, Border> = new Map(
  Object.entries(FIELDS).map(([name, border]) => [findConstant(name), border]),
);

const numbersOf = (...names: string[]): (bigint | undefined)[] => names.map(findConstant);
/** All of it at once, in a struct that a log does not show; needs no capability. */
const WHOLE = numbersOf('PR_SET_MM_MAP', 'PR_SET_MM_MAP_SIZE');
/** What no mapping depends on. */
const [AUXV, EXE_FILE] = numbersOf('PR_SET_MM_AUXV', 'PR_SET_MM_EXE_FILE');
const TAKES_LENGTH = [...WHOLE, AUXV];

/** Of these the address must have a mapping at it or above. */
const NEEDS_VMA: ReadonlySet<Border> = new Set(['startStack', 'argStart', 'argEnd', 'envStart', 'envEnd']);

/** Borders that come in pairs: of code the two may not even be equal. */
const PAIRS: readonly (readonly [Border, Border])[] = [
  ['startCode', 'endCode'],
  ['startData', 'endData'],
  ['startBrk', 'brk'],
  ['argStart', 'argEnd'],
  ['envStart', 'envEnd'],
];

/** prctl(PR_SET_MM, operation, address). @errno EINVAL EPERM, and as {@link setBorder} */
export function* prctlSetMm(task: Task, args: Args, call: ModelCall): RunningCall {
  const { mm } = task;
  const operation = args.flags(1);
  if (args.wordOr(4, 0n) !== 0n) return failure(EINVAL);
  if (args.wordOr(3, 0n) !== 0n && !TAKES_LENGTH.includes(operation)) return failure(EINVAL);
  if (WHOLE.includes(operation)) return wholeLayout(call, operation);
  // Whether the process was privileged, the log may be the only one to say.
  if (!capable(mm, CAP.values.CAP_SYS_RESOURCE) || recordedErrno(call) === EPERM.name) return failure(EPERM);
  if (operation === EXE_FILE) return setExeFile(task, args, call);
  if (operation === AUXV) return yield* setAuxv(task, args.word(2), args.wordOr(3, 0n));
  const border = BY_OPERATION.get(operation);
  const addr = args.word(2);
  if (addr >= addrOf(mm.sys.arch.layout.taskSize, mm.sys.arch.geometry.pageShift)) return failure(EINVAL);
  if (addr < BigInt(mm.sys.facts.mmapMinAddr) || border === undefined) return failure(EINVAL);
  return zeroOr(yield* locked(mm, 'read', () => setBorder(mm, border, addr as Bytes)));
}

/** What /proc/PID/exe leads to; whether the file may be a program, and the old one may go, is the log's to tell. @errno EBADF */
function setExeFile(task: Task, args: Args, call: ModelCall): CallResult {
  const file = fileOf(task, args.at(2), args.int(2));
  return isErrno(file) ? failure(EBADF) : (recordedFailure(call) ?? value(0));
}

/** Bytes of an auxiliary vector that every kernel takes: 6.1 these, later ones some more, which the architecture decides, too. */
const LEAST_AUXV = 384n;

/** prctl_set_auxv(): the kernel reads the vector, which brings its pages in. None is read for no bytes. @errno EFAULT */
function* setAuxv(task: Task, addr: bigint, len: bigint): RunningCall {
  if (len > LEAST_AUXV) throw new NotModelled('PR_SET_MM_AUXV', `of more than ${LEAST_AUXV} bytes`);
  if (len === 0n) return value(0);
  const { arch } = task.mm.sys;
  const shift = BigInt(arch.geometry.pageShift);
  for (let page = addr >> shift; page << shift < addr + len; page++) {
    if (page >= BigInt(arch.layout.taskSize)) return failure(EFAULT);
    const read = yield* accessMemory(task, Number(page), 'load', page << shift);
    if (read.kind !== 'value') return failure(EFAULT);
  }
  return value(0);
}

const recordedErrno = ({ recorded }: ModelCall): string | null => (recorded?.kind === 'errno' ? recorded.name : null);

/** PR_SET_MM_MAP and its size: a failure is the log's to tell. @throws NotModelled where it went well */
function wholeLayout(call: ModelCall, operation: bigint): CallResult {
  const failed = recordedFailure(call);
  if (failed === null && operation === WHOLE[0]) throw new NotModelled('PR_SET_MM_MAP');
  return failed ?? value(0);
}

/**
 * The layout as a whole must make sense afterwards.
 * @errno EINVAL a border beyond user space, beyond its partner, or RLIMIT_DATA @errno EFAULT nothing mapped there or above
 */
const setBorder = traced(
  'prctl_set_mm',
  (mm: MmStruct, border: Border, addr: Bytes): Errno | null => {
    // Of the other pairs the program's start is the proof that they are in order.
    if (PAIRS.some((pair) => pair.includes(border) && pair.some((each) => isUnknown(mm, each))))
      throw new NotModelled('PR_SET_MM', 'of a border that was not recorded');
    const wanted = (each: Border): bigint => (each === border ? addr : mm[each]);
    const ordered = PAIRS.every(
      ([low, high]) =>
        ![low, high].includes(border) ||
        wanted(low) < wanted(high) ||
        (low !== 'startCode' && wanted(low) === wanted(high)),
    );
    if (!ordered || exceedsDataLimit(mm, wanted)) return EINVAL;
    const page = Number(addr >> BigInt(mm.sys.arch.geometry.pageShift));
    if (NEEDS_VMA.has(border) && mm.vmas.find(page) === null) return EFAULT;
    mm.touch(border)[border] = addr;
    return null;
  },
  (_mm, border, addr) => ({ border, addr }),
);

/** A recording need not tell where arguments end and the environment begins. */
const isUnknown = (mm: MmStruct, border: Border): boolean => mm[border] === 0n;

/** check_data_rlimit(): heap and initialised data together. */
function exceedsDataLimit(mm: MmStruct, wanted: (border: Border) => bigint): boolean {
  const limit = mm.sys.current.limits.data;
  const size = wanted('brk') - wanted('startBrk') + (wanted('endData') - wanted('startData'));
  return limit !== RLIM_INFINITY && size > limit;
}
