/**
 * System calls by name: reads the arguments, takes the lock, and lets the kernel procedure work. Each is a generator that
 * yields where a lock is taken or let go. Those that programs make most yield by themselves: a generator for each section
 * would cost a sixteenth of the call.
 */

import {
  EBADF,
  EINVAL,
  ENOSYS,
  MAP,
  NotModelled,
  addrOf,
  isErrno,
  isPageAligned,
  type AccessKind,
  type CallResult,
  type Errno,
  type ModelCall,
  type RunningCall,
  type Vpn,
} from '@mm-playground/api';
import { hugetlbLength, newHugetlbFile, wantsHugetlb } from '../files/hugetlb.ts';
import type { Args } from '../machine/args.ts';
import { OWN_PID, type Task } from '../machine/task.ts';
import { accessMemory } from '../memory/fault.ts';
import { mmPopulate } from '../memory/populate.ts';
import { locked, lockedAtOnce } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { placeBreak } from '../mm/small-program.ts';
import { doMunmap } from '../vma/munmap.ts';
import { doBrk } from './brk.ts';
import { fileOf } from './files/file-calls.ts';
import { doMmap, type MmapArgs } from './mmap.ts';
import { doMprotect } from './mprotect.ts';
import { pkeyAlloc, pkeyFree } from './pkeys.ts';
import {
  failure,
  recordedFailure,
  value,
  zeroOr,
  type PlainSyscall,
  type Syscall,
  type SyscallFamily,
} from './syscall-result.ts';

const address = (mm: MmStruct, page: number): CallResult => value(addrOf(page as Vpn, mm.sys.arch.geometry.pageShift));

function* mmap(task: Task, args: Args, call: ModelCall): RunningCall {
  const { mm } = task;
  const { pageShift } = mm.sys.arch.geometry;
  const offset = args.word(5);
  if (!isPageAligned(offset, pageShift)) return failure(EINVAL);
  const flags = args.word(3);
  const anonymous = (flags & MAP.values.MAP_ANONYMOUS) !== 0n;
  const file = anonymous ? null : fileOf(task, args.at(4), args.int(4));
  if (isErrno(file)) return failure(file);
  if (file?.mode === 'path') return failure(EBADF);
  const asked = { addr: args.word(0), len: args.word(1), prot: args.word(2), flags, file, offset };
  const request = withHugePages(mm, asked, call);
  if (isErrno(request)) return failure(request);
  yield mm.points.write;
  const mapped = lockedAtOnce(mm, 'write', () => doMmap(mm, request));
  yield mm.points.unlock;
  if (isErrno(mapped)) return failure(mapped);
  if (mapped.populate) yield* mmPopulate(mm, mapped.start, mapped.start + mapped.pages);
  return address(mm, mapped.start);
}

/**
 * ksys_mmap_pgoff(): MAP_HUGETLB is a mapping of a file of hugetlbfs, and those are mapped by whole huge pages.
 * @errno EINVAL no such size, or MAP_HUGETLB with another file
 * @throws NotModelled where the log shows that the machine had huge pages to give
 */
function withHugePages(mm: MmStruct, request: MmapArgs, { recorded }: ModelCall): MmapArgs | Errno {
  const { sys } = mm;
  const asks = wantsHugetlb(request.flags);
  if (asks && request.file !== null && request.file.inode.kind !== 'hugetlb') return EINVAL;
  const file = request.file ?? (asks ? newHugetlbFile(sys, '/anon_hugepage', request.flags) : null);
  if (isErrno(file)) return file;
  if (file?.inode.kind !== 'hugetlb') return request;
  const reserves = (request.flags & MAP.values.MAP_NORESERVE) === 0n;
  if (!reserves || recorded?.kind === 'value') throw new NotModelled('a mapping of huge pages', 'of hugetlbfs');
  return { ...request, file, len: hugetlbLength(sys, file.inode, request.len) };
}

/** A length rounded up to whole pages; what wraps is 0. */
const pagesOfLength = (len: bigint, shift: number): number =>
  Number(BigInt.asUintN(64, len + (1n << BigInt(shift)) - 1n) >> BigInt(shift));

/** @errno EINVAL the start is not aligned @errno as {@link doMunmap} */
function* munmap(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const { pageShift } = mm.sys.arch.geometry;
  const start = args.word(0);
  if (!isPageAligned(start, pageShift)) return failure(EINVAL);
  const pages = pagesOfLength(args.word(1), pageShift);
  yield mm.points.write;
  const error = lockedAtOnce(mm, 'write', () => doMunmap(mm, Number(start >> BigInt(pageShift)), pages, true));
  yield mm.points.unlock;
  return zeroOr(error);
}

function* mprotect(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const pkey = args.count > 3 ? args.int(3) : -1;
  yield mm.points.write;
  const error = lockedAtOnce(mm, 'write', () => doMprotect(mm, args.word(0), args.word(1), args.word(2), pkey));
  yield mm.points.unlock;
  return zeroOr(error);
}

function* pkeyAllocCall({ mm }: Task, args: Args): RunningCall {
  const key = yield* locked(mm, 'write', () => pkeyAlloc(mm, args.word(0), args.word(1)));
  return isErrno(key) ? failure(key) : value(key);
}

function* pkeyFreeCall({ mm }: Task, args: Args): RunningCall {
  return zeroOr(yield* locked(mm, 'write', () => pkeyFree(mm, args.int(0))));
}

function* brk(task: Task, args: Args, call: ModelCall): RunningCall {
  const { mm } = task;
  if (mm.unknown && mm.startBrk === 0n && call.recorded === undefined) placeBreak(mm);
  yield mm.points.write;
  const result = lockedAtOnce(mm, 'write', () => doBrk(mm, args.word(0)));
  yield mm.points.unlock;
  if (result.populate !== null) yield* mmPopulate(mm, result.populate.start, result.populate.end);
  return value(result.brk);
}

/** Without shadow stacks in hardware and kernel there is no such call. @throws NotModelled where the log shows that there is */
const mapShadowStack: PlainSyscall = (_task, _args, call) => {
  if (call.recorded?.kind === 'value') throw new NotModelled('map_shadow_stack', 'on a machine with shadow stacks');
  return recordedFailure(call) ?? failure(ENOSYS);
};

/** load, store, fetch: the program touches a byte. */
const access =
  (kind: AccessKind): Syscall =>
  (task, args) => {
    const addr = args.word(0);
    const page = Number(addr >> BigInt(task.mm.sys.arch.geometry.pageShift));
    return accessMemory(task, page, kind, addr);
  };

/** getpid(2): the number of a process that a file names by one, else the recorded one, else the model's. */
const getpid: PlainSyscall = ({ group }, _args, { recorded }) => {
  if (/^\d+$/.test(group)) return value(BigInt(group));
  return value(recorded?.kind === 'value' ? recorded.value : OWN_PID);
};

/** What every machine knows: mappings, and memory that is touched. */
export const mappingFamily: SyscallFamily = {
  locking: {
    mmap,
    munmap,
    mprotect,
    pkey_mprotect: mprotect,
    pkey_alloc: pkeyAllocCall,
    pkey_free: pkeyFreeCall,
    brk,
    load: access('load'),
    store: access('store'),
    fetch: access('fetch'),
  },
  plain: { getpid, map_shadow_stack: mapShadowStack },
};
