/**
 * Files of /proc/PID that work on an address space: `mem`, its contents, and `clear_refs`, which forgets what was used.
 * @kernel 6.18 fs/proc/base.c mem_rw(), fs/proc/task_mmu.c clear_refs_write()
 */

import {
  EFAULT,
  EINVAL,
  EIO,
  NotModelled,
  VM_PFNMAP,
  VM_SOFTDIRTY,
  type CallPoint,
  type Errno,
} from '@mm-playground/api';
import type { ProcPidFile } from '../files/file.ts';
import { accessRemoteVm } from '../memory/gup.ts';
import { changeEntry, decodeEntry, visitEntries } from '../memory/page-table.ts';
import { clearSoftDirty } from '../memory/soft-dirty.ts';
import type { Table } from '../memory/table.ts';
import { locked } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { Task } from '../machine/task.ts';
import { copyUser, refuseTag } from '../machine/uaccess.ts';
import type { VmArea } from '../vma/vm-area.ts';

/** What a path of /proc names: which file, and whose; null for any other path. A file of a task that is not known is no other's. */
export function procPidFileOf(task: Task, path: string): ProcPidFile | null {
  const [, pid = '', name = ''] = /^\/proc\/(\d+|self|thread-self)\/(?:task\/\d+\/)?(mem|clear_refs)$/.exec(path) ?? [];
  if (name !== 'mem' && name !== 'clear_refs') return null;
  const owner = pid === task.name || !/^\d/.test(pid) ? task : task.mm.sys.tasks.get(pid);
  return owner === undefined ? null : { name, owner, mm: owner.mm };
}

/** A buffer of the caller, and the place that it is copied to or from. Bytes; `addr` is null where the log shows its contents. */
export interface MemTransfer {
  readonly mm: MmStruct;
  readonly position: bigint;
  readonly addr: bigint | null;
  readonly bytes: bigint;
  readonly write: boolean;
}

/**
 * mem_rw(): through a buffer of one page, so that the caller's memory is not touched under the other's lock.
 *
 * @errno EIO nothing can be had at the first byte @errno EFAULT the caller's buffer, however far the copy had come
 */
export function* memRw(task: Task, transfer: MemTransfer): Generator<CallPoint, bigint | Errno, void> {
  const { mm, position, addr, bytes, write } = transfer;
  const most = 1n << BigInt(mm.sys.arch.geometry.pageShift);
  function* copy(done: bigint, size: bigint): Generator<CallPoint, bigint, void> {
    return addr === null ? size : yield* copyUser(task, addr + done, size, write ? 'load' : 'store');
  }
  refuseTag(mm, position);
  let done = 0n;
  while (done < bytes) {
    const size = bytes - done < most ? bytes - done : most;
    if (write && (yield* copy(done, size)) < size) return EFAULT;
    const had = yield* accessRemoteVm(mm, position + done, size, write);
    if (had === 0n) return done === 0n ? EIO : done;
    if (!write && (yield* copy(done, had)) < had) return EFAULT;
    done += had;
  }
  return done;
}

/** What a number written to clear_refs asks for. */
const [CLEAR_ALL, CLEAR_ANON, CLEAR_MAPPED, CLEAR_SOFT_DIRTY, CLEAR_PEAK] = [1, 2, 3, 4, 5] as const;
/**
 * clear_refs_write(): a number with blanks around it.
 * @errno EINVAL no such number
 */
export function* clearRefs(mm: MmStruct, text: string): Generator<CallPoint, Errno | null, void> {
  const [number = ''] = text.split('\0');
  const type = /^[ \t\n\v\f\r]*\+?0*([1-5])[ \t\n\v\f\r]*$/.exec(number)?.[1];
  if (type === undefined) return EINVAL;
  yield* locked(mm, 'write', () => clear(mm, Number(type)));
  return null;
}

const clear = traced(
  'clear_refs_write',
  (mm: MmStruct, type: number): void => {
    if (type === CLEAR_PEAK) {
      mm.touch('hiwaterRss').hiwaterRss = 0;
      return;
    }
    if (type === CLEAR_SOFT_DIRTY && !mm.sys.facts.softDirty) return;
    for (const vma of mm.vmas.all()) if (isCleared(vma, type)) clearVma(mm, vma, type);
  },
  (_mm, type) => ({ type }),
);

function isCleared(vma: VmArea, type: number): boolean {
  if (vma.isHugetlb) throw new NotModelled('clear_refs', 'of huge pages of hugetlbfs');
  switch (type) {
    case CLEAR_ANON:
      return vma.file === null;
    case CLEAR_MAPPED:
      return vma.file !== null;
    default:
      return type === CLEAR_ALL || type === CLEAR_SOFT_DIRTY;
  }
}

/** Pages are old from then on; what is to be seen when it is written again becomes read-only and clean, and its mapping clean. */
function clearVma(mm: MmStruct, vma: VmArea, type: number): void {
  if (type === CLEAR_SOFT_DIRTY) vma.touch('flags').flags = vma.flags.without(VM_SOFTDIRTY);
  if (vma.flags.has(VM_PFNMAP)) return;
  visitEntries(mm, vma.start, vma.end, {
    pte: (table, index) => apply(table, index),
    huge: (table, index) => apply(table, index),
  });
  function apply(table: Table, index: number): void {
    const entry = decodeEntry(mm, table, index);
    if (type === CLEAR_SOFT_DIRTY) {
      if (entry.kind === 'leaf') changeEntry(mm, table, index, { write: false });
      if (entry.kind !== 'none') table.write(mm.sys.journal, index, clearSoftDirty(mm, table.level, table.read(index)));
    } else if (entry.kind === 'leaf' && !entry.special) changeEntry(mm, table, index, { young: false });
  }
}
