/**
 * System calls by name: reads the arguments, takes the lock, and lets the kernel procedure work. Each is a generator that
 * yields where a lock is taken or let go. Those that programs make most yield by themselves: a generator for each section
 * would cost a sixteenth of the call.
 */

import {
  EAGAIN,
  EBADF,
  EFAULT,
  EINVAL,
  ENOMEM,
  ENOSYS,
  MAP,
  MLOCK,
  NotModelled,
  VM_NONE,
  addrOf,
  evaluate,
  isErrno,
  isPageAligned,
  vpnOf,
  type AccessKind,
  type CallResult,
  type Errno,
  type CallPoint,
  type ModelCall,
  type RunningCall,
  type Vpn,
} from '@mm-playground/api';
import { doIoSetup, killIoctx, lookupIoctx } from './aio.ts';
import type { Args } from '../machine/args.ts';
import { doBrk } from './brk.ts';
import { placeBreak } from '../recording/adopt.ts';
import { fileOf } from './files/file-calls.ts';
import { doMadvise, learnAdvice } from './madvise.ts';
import { hugetlbLength, newHugetlbFile, wantsHugetlb } from '../files/hugetlb.ts';
import { accessMemory } from '../memory/fault.ts';
import { populateRange } from '../memory/populate.ts';
import { applyLockFlags, applyMlockallFlags, doMlock, doMlockall } from './mlock.ts';
import { COPY_TO_USER_SYSCALLS } from './copy-to-user.ts';
import { MEMPOLICY_SYSCALLS } from './policy/mempolicy-syscalls.ts';
import { locked, lockedAtOnce } from '../mm/mmap-lock.ts';
import { doMmap, type MmapArgs } from './mmap.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { doMprotect } from './mprotect.ts';
import { doMunmap } from '../vma/munmap.ts';
import { doMseal, doMsync, mincore } from './range-calls.ts';
import { pkeyAlloc, pkeyFree } from './pkeys.ts';
import { prctl } from './prctl/prctl.ts';
import { processMadvise } from './process-madvise.ts';
import { processVm } from './process-vm.ts';
import { gup } from '../readers/gup.ts';
import { maps, query } from '../readers/proc-maps-reader.ts';
import { walk } from '../readers/walk.ts';
import { doRemapFilePages } from './remap-file-pages.ts';
import { failure, recordedFailure, value, zeroOr, type PlainSyscall, type Syscall } from './syscall-result.ts';
import { OWN_PID, type Task } from '../machine/task.ts';
import { USERFAULTFD_SYSCALLS } from './userfaultfd/userfaultfd-syscalls.ts';

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
  if (mapped.populate) yield* populate(mm, mapped.start, mapped.start + mapped.pages);
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

/** mm_populate(): errors are nobody's concern, except mlock's. */
function* populate(
  mm: MmStruct,
  start: number,
  end: number,
  errors: 'ignored' | 'returned' = 'ignored',
): Generator<CallPoint, Errno | null, void> {
  return yield* locked(mm, 'read', () => populateRange(mm, start, end, errors));
}

function* munmap(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const range = pageRange(mm, args.word(0), args.word(1));
  if (range === null) return failure(EINVAL);
  yield mm.points.write;
  const error = lockedAtOnce(mm, 'write', () => doMunmap(mm, range.start, range.pages, true));
  yield mm.points.unlock;
  return zeroOr(error);
}

/** An aligned start and a length rounded up; null where the start is not aligned, the length is 0 or the sum wraps. */
function pageRange(mm: MmStruct, addr: bigint, len: bigint): { start: number; pages: number } | null {
  const shift = BigInt(mm.sys.arch.geometry.pageShift);
  if (!isPageAligned(addr, mm.sys.arch.geometry.pageShift)) return null;
  const pages = BigInt.asUintN(64, len + (1n << shift) - 1n) >> shift;
  const limit = BigInt(mm.sys.arch.layout.taskSize);
  const start = addr >> shift;
  if (pages === 0n || start > limit || pages > limit - start) return null;
  return { start: Number(start), pages: Number(pages) };
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

function* mremap(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const word = (i: number): bigint => args.wordOr(i, 0n);
  yield mm.points.write;
  const moved = lockedAtOnce(mm, 'write', () =>
    mm.sys.generation.mremap(mm, word(0), word(1), word(2), word(3), word(4)),
  );
  yield mm.points.unlock;
  if (isErrno(moved)) return failure(moved);
  if (moved.populate !== null) yield* populate(mm, moved.populate.start, moved.populate.end);
  return address(mm, moved.addr);
}

function* remapFilePages(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const request = {
    start: args.word(0),
    size: args.word(1),
    prot: args.word(2),
    pgoff: args.word(3),
    flags: args.word(4),
  };
  const mapped = yield* locked(mm, 'write', () => doRemapFilePages(mm, request));
  if (isErrno(mapped)) return failure(mapped);
  if (mapped.populate) yield* populate(mm, mapped.start, mapped.start + mapped.pages);
  return value(0);
}

function* brk(task: Task, args: Args, call: ModelCall): RunningCall {
  const { mm } = task;
  if (mm.unknown && mm.startBrk === 0n && call.recorded === undefined) placeBreak(mm);
  yield mm.points.write;
  const result = lockedAtOnce(mm, 'write', () => doBrk(mm, args.word(0)));
  yield mm.points.unlock;
  if (result.populate !== null) yield* populate(mm, result.populate.start, result.populate.end);
  return value(result.brk);
}

function* madvise(task: Task, args: Args, call: ModelCall): RunningCall {
  const { mm } = task;
  const advice = args.flags(2);
  learnAdvice(mm, advice, call);
  return zeroOr(yield* locked(mm, 'write', () => doMadvise(mm, args.word(0), args.word(1), advice)));
}

/** The pages that a byte range touches: mlock and munlock widen it. Null where it wraps. */
function touchedPages(mm: MmStruct, addr: bigint, len: bigint): { start: Vpn; end: Vpn } | null {
  const shift = BigInt(mm.sys.arch.geometry.pageShift);
  const mask = (1n << shift) - 1n;
  const size = BigInt.asUintN(64, len + (addr & mask) + mask) & ~mask;
  const start = addr & ~mask;
  if (start + size >= 1n << 64n) return null;
  return { start: Number(start >> shift) as Vpn, end: Number((start + size) >> shift) as Vpn };
}

function* mlock2(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const flags = args.wordOr(2, 0n);
  if ((flags & ~MLOCK.values.MLOCK_ONFAULT) !== 0n) return failure(EINVAL);
  const range = touchedPages(mm, args.word(0), args.word(1));
  if (range === null) return failure(EINVAL);
  const { start, end } = range;
  const error = yield* locked(mm, 'write', () => doMlock(mm, start, end, flags !== 0n));
  if (error !== null) return failure(error);
  if (start === end) return value(0);
  return zeroOr(populateError(yield* populate(mm, start, end, 'returned')));
}

/** What POSIX wants mlock to say when its pages could not be brought in. */
const populateError = (error: Errno | null): Errno | null =>
  error === EFAULT ? ENOMEM : error === ENOMEM ? EAGAIN : error;

function* mlock(task: Task, args: Args): RunningCall {
  return yield* mlock2(task, args);
}

function* munlock(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const range = touchedPages(mm, args.word(0), args.word(1));
  if (range === null) return failure(EINVAL);
  return zeroOr(yield* locked(mm, 'write', () => applyLockFlags(mm, range.start, range.end, VM_NONE)));
}

function* mlockall(task: Task, args: Args): RunningCall {
  const { mm } = task;
  const flags = args.flags(0);
  const error = yield* locked(mm, 'write', () => doMlockall(mm, flags));
  if (error !== null) return failure(error);
  if ((flags & 1n) !== 0n) yield* populate(mm, 0, mm.sys.arch.layout.taskSize);
  return value(0);
}

function* munlockall(task: Task): RunningCall {
  const { mm } = task;
  yield* locked(mm, 'write', () => applyMlockallFlags(mm, 0n));
  return value(0);
}

function* mseal(task: Task, args: Args): RunningCall {
  const { mm } = task;
  return zeroOr(yield* locked(mm, 'write', () => doMseal(mm, args.word(0), args.word(1), args.word(2))));
}

function* msync(task: Task, args: Args): RunningCall {
  const { mm } = task;
  return zeroOr(yield* locked(mm, 'read', () => doMsync(mm, args.word(0), args.word(1), args.flags(2))));
}

function* mincoreCall(task: Task, args: Args): RunningCall {
  const vec = evaluate(args.at(2), () => undefined);
  return zeroOr(yield* mincore(task, args.word(0), args.word(1), vec ?? null));
}

/** Without shadow stacks in hardware and kernel there is no such call. @throws NotModelled where the log shows that there is */
const mapShadowStack: PlainSyscall = (_task, _args, call) => {
  if (call.recorded?.kind === 'value') throw new NotModelled('map_shadow_stack', 'on a machine with shadow stacks');
  return recordedFailure(call) ?? failure(ENOSYS);
};

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

/** load, store, fetch: the program touches a byte. */
const access =
  (kind: AccessKind): Syscall =>
  (task, args) => {
    const addr = args.word(0);
    const page = Number(addr >> BigInt(task.mm.sys.arch.geometry.pageShift));
    return accessMemory(task, page, kind, addr);
  };

/** Calls on memory, by name. */
export const MEMORY_SYSCALLS: ReadonlyMap<string, Syscall> = new Map<string, Syscall>([
  ['mmap', mmap],
  ['munmap', munmap],
  ['mprotect', mprotect],
  ['pkey_mprotect', mprotect],
  ['pkey_alloc', pkeyAllocCall],
  ['pkey_free', pkeyFreeCall],
  ['mremap', mremap],
  ['remap_file_pages', remapFilePages],
  ['brk', brk],
  ['madvise', madvise],
  ['mlock', mlock],
  ['mlock2', mlock2],
  ['munlock', munlock],
  ['mlockall', mlockall],
  ['munlockall', munlockall],
  ['mseal', mseal],
  ['msync', msync],
  ['mincore', mincoreCall],
  ['io_setup', ioSetup],
  ['io_destroy', ioDestroy],
  ['prctl', prctl],
  ...MEMPOLICY_SYSCALLS,
  ...USERFAULTFD_SYSCALLS,
  ...COPY_TO_USER_SYSCALLS,
  ['process_madvise', processMadvise],
  ['process_vm_readv', processVm('read')],
  ['process_vm_writev', processVm('write')],
  ['load', access('load')],
  ['store', access('store')],
  ['fetch', access('fetch')],
  ['query', query],
  ['maps', maps],
  ['walk', walk],
  ['gup', gup],
]);

/** getpid(2): the number of a process that a file names by one, else the recorded one, else the model's. */
const getpid: PlainSyscall = ({ group }, _args, { recorded }) => {
  if (/^\d+$/.test(group)) return value(BigInt(group));
  return value(recorded?.kind === 'value' ? recorded.value : OWN_PID);
};

/** Calls that take no lock, by name. */
export const LOCKLESS_SYSCALLS: ReadonlyMap<string, PlainSyscall> = new Map([
  ['map_shadow_stack', mapShadowStack],
  ['getpid', getpid],
]);
