/**
 * mmap_lock: one reader-writer lock per address space. A call takes it at the beginning of a lock section and lets it go at
 * the end; only there may another task run.
 */

import type { LockPoint } from '@mm-playground/api';
import type { MmStruct } from './mm-struct.ts';

/** Runs `body` under the lock: one section of a call. */
export function* locked<R>(mm: MmStruct, mode: 'read' | 'write', body: () => R): Generator<LockPoint, R, void> {
  acquire(mm, mode);
  yield { lock: 'mmap_lock', action: mode, mm: mm.id };
  const result = body();
  release(mm);
  yield { lock: 'mmap_lock', action: 'release', mm: mm.id };
  return result;
}

/** The same for calls that are over before another task runs. */
export function lockedAtOnce<R>(mm: MmStruct, mode: 'read' | 'write', body: () => R): R {
  acquire(mm, mode);
  const result = body();
  release(mm);
  return result;
}

function acquire(mm: MmStruct, mode: 'read' | 'write'): void {
  const { trace } = mm.sys;
  const write = mode === 'write';
  trace?.tracepoint({ system: 'mmap_lock', name: 'mmap_lock_start_locking', mm: mm.id, write });
  mm.touch('mmapLock').mmapLock = mode;
  trace?.tracepoint({ system: 'mmap_lock', name: 'mmap_lock_acquire_returned', mm: mm.id, write });
}

function release(mm: MmStruct): void {
  const write = mm.mmapLock === 'write';
  endVmaLocks(mm);
  mm.touch('mmapLock').mmapLock = 'free';
  mm.sys.trace?.tracepoint({ system: 'mmap_lock', name: 'mmap_lock_released', mm: mm.id, write });
}

/** Letting the write lock go, or downgrading it, ends every VMA write lock at once. */
function endVmaLocks(mm: MmStruct): void {
  if (mm.mmapLock === 'write') mm.touch('lockSeq').lockSeq++;
}

/** mmap_write_downgrade(): readers may come in, writers not. */
export function mmapWriteDowngrade(mm: MmStruct): void {
  endVmaLocks(mm);
  mm.touch('mmapLock').mmapLock = 'read';
  mm.sys.trace?.tracepoint({ system: 'mmap_lock', name: 'mmap_lock_acquire_returned', mm: mm.id, write: false });
}
