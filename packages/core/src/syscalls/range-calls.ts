/**
 * Calls that walk a range and change little: mincore, msync, mseal. @kernel 6.18 mm/mincore.c, mm/msync.c, mm/mseal.c
 */

import {
  EBUSY,
  EFAULT,
  EINVAL,
  ENOMEM,
  MS,
  VM_LOCKED,
  VM_SEALED,
  evaluate,
  isErrno,
  isPageAligned,
  type Errno,
  type Vpn,
  type CallPoint,
  type RunningCall,
} from '@mm-playground/api';
import { writeBack } from '../memory/write-back.ts';
import { locked } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { Task } from '../machine/task.ts';
import { accessOk, copyUser } from '../machine/uaccess.ts';
import type { VmOps } from '../vma/vm-area.ts';
import { vmaModifyFlags } from '../vma/vma-modify.ts';
import { vmaStartWrite } from '../vma/vma-split.ts';
import { zeroOr, type SyscallFamily } from './syscall-result.ts';
import type { Args } from '../machine/args.ts';

/** A byte range as pages, its length rounded up; null where that wraps. */
function roundedRange(mm: MmStruct, addr: bigint, len: bigint): { start: Vpn; end: Vpn } | null {
  const { pageShift } = mm.sys.arch.geometry;
  const shift = BigInt(pageShift);
  const mask = (1n << shift) - 1n;
  const size = BigInt.asUintN(64, len + mask) & ~mask;
  if ((len !== 0n && size === 0n) || addr + size > (1n << 64n) - 1n) return null;
  return { start: Number(addr >> shift) as Vpn, end: Number((addr + size) >> shift) as Vpn };
}

/** A length so large that rounding it up to pages gives 0: msync takes it for nothing to do. */
const roundsToZero = (mm: MmStruct, len: bigint): boolean =>
  len > -(1n << BigInt(mm.sys.arch.geometry.pageShift)) + (1n << 64n);

/** Whether VMAs cover `[start, end)` without a hole. */
function isCovered(mm: MmStruct, start: number, end: number): boolean {
  let at = start;
  for (const vma of mm.vmas.inRange(start, end)) {
    if (vma.start > at) return false;
    at = vma.end;
  }
  return at >= end;
}

/**
 * mincore(2): mapping by mapping, and at most a page of answers at once, what is there is looked at under mmap_lock, and told to the
 * program without it. `vec` is null where the log shows the answers, and not where they went.
 *
 * @errno EINVAL alignment @errno ENOMEM a hole, or no addresses of a program @errno EFAULT the vector
 */
function* mincore(task: Task, addr: bigint, len: bigint, vec: bigint | null): Generator<CallPoint, Errno | null, void> {
  const { mm } = task;
  const { geometry, layout } = mm.sys.arch;
  if (!isPageAligned(addr, geometry.pageShift)) return EINVAL;
  const range = roundedRange(mm, addr, len);
  if (range === null || range.end > layout.taskSize) return ENOMEM;
  if (vec !== null && !accessOk(mm, vec, BigInt(range.end - range.start))) return EFAULT;
  for (let at: number = range.start; at < range.end;) {
    const pages = yield* locked(mm, 'read', () => doMincore(mm, at, range.end));
    if (pages === null) return ENOMEM;
    const to = vec === null ? null : vec + BigInt(at - range.start);
    if (to !== null && isKnown(mm, to) && (yield* copyUser(task, to, BigInt(pages), 'store')) < pages) return EFAULT;
    at += pages;
  }
  return null;
}

/** do_mincore(): how many pages of one mapping are looked at; null where there is none. */
const doMincore = traced(
  'do_mincore',
  (mm: MmStruct, start: number, end: number): number | null => {
    const vma = mm.vmas.load(start);
    const most = 2 ** mm.sys.arch.geometry.pageShift;
    return vma === null ? null : Math.min(vma.end - start, end - start, most);
  },
  (_mm, start, end) => ({ start, end }),
);

/** Of memory that the log never mapped nobody knows whether it can be written. */
function isKnown(mm: MmStruct, addr: bigint): boolean {
  const vma = mm.vmas.load(Number(addr >> BigInt(mm.sys.arch.geometry.pageShift)));
  return vma === null ? !mm.unknown : !vma.unknown;
}

const { MS_ASYNC, MS_INVALIDATE, MS_SYNC } = MS.values;

/** Files without an fsync. */
const NEVER_SYNCED: ReadonlySet<VmOps> = new Set(['secret', 'aio', 'io_uring'] as const);

/** msync(2). @errno EINVAL also of secret memory and rings, which cannot be synchronised @errno ENOMEM a hole @errno EBUSY MS_INVALIDATE of locked memory */
const doMsync = traced('msync', (mm: MmStruct, addr: bigint, len: bigint, flags: bigint): Errno | null => {
  if ((flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC)) !== 0n) return EINVAL;
  if (!isPageAligned(addr, mm.sys.arch.geometry.pageShift)) return EINVAL;
  if ((flags & MS_ASYNC) !== 0n && (flags & MS_SYNC) !== 0n) return EINVAL;
  if (roundsToZero(mm, len)) return null;
  const range = roundedRange(mm, addr, len);
  if (range === null) return ENOMEM;
  let hole: Errno | null = null;
  for (let at: number = range.start; at < range.end;) {
    const vma = mm.vmas.find(at);
    if (vma === null) return ENOMEM;
    if (vma.start > at) {
      if (flags === MS_ASYNC || vma.start >= range.end) return ENOMEM;
      hole = ENOMEM;
    }
    if ((flags & MS_INVALIDATE) !== 0n && vma.flags.has(VM_LOCKED)) return EBUSY;
    if ((flags & MS_SYNC) !== 0n && NEVER_SYNCED.has(vma.ops)) return EINVAL;
    if ((flags & MS_SYNC) !== 0n && vma.file !== null && vma.isShared)
      writeBack(mm, vma.file.inode, vma.pgoffOf(Math.max(at, vma.start)), vma.pgoffOf(Math.min(vma.end, range.end)));
    at = vma.end;
  }
  return hole;
});

/** mseal(2): the whole range is checked first, so that it has effect or none. @errno EINVAL @errno ENOMEM a hole, no room */
const doMseal = traced('do_mseal', (mm: MmStruct, addr: bigint, len: bigint, flags: bigint): Errno | null => {
  if (flags !== 0n || !isPageAligned(addr, mm.sys.arch.geometry.pageShift)) return EINVAL;
  const range = roundedRange(mm, addr, len);
  if (range === null) return EINVAL;
  if (range.start === range.end) return null;
  if (!isCovered(mm, range.start, range.end)) return ENOMEM;
  for (let at = range.start; at < range.end;) {
    const vma = mm.vmas.find(at);
    if (vma === null) return ENOMEM;
    const upTo = Math.min(vma.end, range.end) as Vpn;
    if (!vma.flags.has(VM_SEALED)) {
      const modified = vmaModifyFlags(mm, vma, at, upTo, vma.flags.or(VM_SEALED));
      if (isErrno(modified)) return modified;
      vmaStartWrite(mm, modified);
      modified.touch('flags').flags = modified.flags.or(VM_SEALED);
    }
    at = upTo;
  }
  return null;
});

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

/** Calls that walk a range and change little. */
export const rangeFamily: SyscallFamily = { locking: { mseal, msync, mincore: mincoreCall } };
