/**
 * mmap_lock: one reader-writer lock per address space. A call takes it at the beginning of a lock section and lets it go at
 * the end; only there may another task run.
 */

import { KernelBug, type CallPoint } from '@mm-playground/api';
import type { MmStruct } from './mm-struct.ts';
import { tellGap } from '../readers/walk.ts';

/**
 * Runs `body` under the lock: one section of a call. Others may run before it is taken, and after it was let go.
 *
 * @param canBegin what else the body needs before it begins
 */
export function* locked<R>(
  mm: MmStruct,
  mode: 'read' | 'write',
  body: () => R,
  canBegin: (() => boolean) | null = null,
): Generator<CallPoint, R, void> {
  const { points } = mm;
  yield canBegin === null ? points[mode] : { ...points[mode], ready: () => isAvailable(mm, mode) && canBegin() };
  const result = lockedAtOnce(mm, mode, body);
  yield points.unlock;
  return result;
}

/** Where a call on an address space takes mmap_lock and lets go of it: the same points for all of its calls. */
export interface LockPoints {
  readonly read: CallPoint;
  readonly write: CallPoint;
  readonly unlock: CallPoint;
}

/** The points of an address space. */
export const lockPointsOf = (mm: MmStruct): LockPoints => ({
  read: { step: 'mmap_read_lock', mm: mm.id, ready: () => isAvailable(mm, 'read') },
  write: { step: 'mmap_write_lock', mm: mm.id, ready: () => isAvailable(mm, 'write') },
  unlock: { step: 'mmap_unlock', mm: mm.id },
});

/** The same for calls that are over before another task runs, or that yield the points of the section by themselves. */
export function lockedAtOnce<R>(mm: MmStruct, mode: 'read' | 'write', body: () => R): R {
  acquire(mm, mode);
  try {
    return body();
  } finally {
    release(mm);
  }
}

/** Whether a task could take the lock now. */
export const isAvailable = ({ mmapLock }: MmStruct, mode: 'read' | 'write'): boolean =>
  mmapLock === 'free' || (mmapLock === 'read' && mode === 'read');

/** @throws KernelBug where others hold it: whoever runs calls at the same time asks first. */
export function acquire(mm: MmStruct, mode: 'read' | 'write'): void {
  const { trace } = mm.sys;
  const write = mode === 'write';
  if (!isAvailable(mm, mode)) throw new KernelBug(`${mm.describe()}: mmap_lock is taken for ${mode} and held`);
  trace?.tracepoint({ system: 'mmap_lock', name: 'mmap_lock_start_locking', mm: mm.id, write });
  mm.touch('mmapLock').mmapLock = mode;
  if (!write) mm.touch('mmapReaders').mmapReaders++;
  else if (mm.sys.isConcurrent) mm.sys.commits.begin(mm);
  trace?.tracepoint({ system: 'mmap_lock', name: 'mmap_lock_acquire_returned', mm: mm.id, write });
}

/** Lets the lock go: for its last reader, or its writer, it is free. */
export function release(mm: MmStruct): void {
  const write = mm.mmapLock === 'write';
  endVmaLocks(mm);
  if (!write) mm.touch('mmapReaders').mmapReaders--;
  if (mm.mmapReaders === 0) mm.touch('mmapLock').mmapLock = 'free';
  mm.sys.trace?.tracepoint({ system: 'mmap_lock', name: 'mmap_lock_released', mm: mm.id, write });
}

/** Letting the write lock go, or downgrading it, ends every VMA write lock at once: what was written is there for everybody. */
function endVmaLocks(mm: MmStruct): void {
  if (mm.mmapLock !== 'write') return;
  mm.touch('lockSeq').lockSeq++;
  if (mm.sys.isConcurrent) for (const gap of mm.sys.commits.commit(mm)) tellGap(mm, gap);
}

/** mmap_write_downgrade(): readers may come in, writers not. */
export function mmapWriteDowngrade(mm: MmStruct): void {
  endVmaLocks(mm);
  mm.touch('mmapLock').mmapLock = 'read';
  mm.touch('mmapReaders').mmapReaders = 1;
  mm.sys.trace?.tracepoint({ system: 'mmap_lock', name: 'mmap_lock_acquire_returned', mm: mm.id, write: false });
}
