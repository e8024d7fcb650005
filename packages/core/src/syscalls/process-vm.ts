/**
 * process_vm_readv(2) and process_vm_writev(2): bytes of another address space (or one's own), into and out of the caller's. The remote pages
 * are taken hold of first, as many as a list of them holds, and then copied: what cannot be copied in the end has been brought in all the
 * same. @kernel 6.18 mm/process_vm_access.c
 *
 * Whose memory may be looked at is not modelled: all tasks are one user's, and dumpable.
 */

import {
  EFAULT,
  EINVAL,
  ESRCH,
  NotModelled,
  isErrno,
  type CallPoint,
  type Errno,
  type RunningCall,
} from '@mm-playground/api';
import type { Args } from '../machine/args.ts';
import { importIovec, iovecFromUser, type Iovec } from '../machine/iovec.ts';
import { pinUserPagesRemote } from '../memory/gup.ts';
import { locked } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { lookingSince } from '../readers/commit-log.ts';
import { tellGaps } from '../readers/walk.ts';
import { failure, value, type Syscall, type SyscallFamily } from './syscall-result.ts';
import { OWN_PID, type Task } from '../machine/task.ts';
import { copyUser, refuseTag } from '../machine/uaccess.ts';

/** Which way bytes go. */
type Direction = 'read' | 'write';

/** Pages whose addresses fill two pages: what is taken hold of at once. */
const LISTED_IN_PAGES = 2;
const ADDRESS_BYTES = 8;

/**
 * @returns the bytes that were copied, which may be fewer than asked for
 * @errno EINVAL flags, too many ranges, a length below 0 @errno EFAULT not one byte could be copied @errno ESRCH no such process
 */
const processVm = (direction: Direction): Syscall =>
  function* processVmRw(task: Task, args: Args): RunningCall {
    if (args.word(5) !== 0n) return failure(EINVAL);
    const local = importIovec(task.mm, args, 1, args.word(2));
    if (isErrno(local)) return failure(local);
    if (local.every(({ len }) => len === 0n)) return value(0n);
    const remote = iovecFromUser(args, 3, args.word(4));
    if (isErrno(remote)) return failure(remote);
    if (remote.every(({ len }) => len === 0n)) return value(0n);
    const mm = remoteMm(task, args);
    if (isErrno(mm)) return failure(mm);
    const copying = new Copying(task, mm, new LocalBytes(local), direction);
    const error = yield* lookingSince(mm.sys.commits.now(mm), copying.all(remote));
    return copying.done === 0n && error !== null ? failure(error) : value(copying.done);
  };

/** @errno ESRCH */
function remoteMm(task: Task, args: Args): MmStruct | Errno {
  const pid = args.int(0);
  const known = task.mm.sys.tasks.tasks.get(String(pid));
  if (known !== undefined) return known.mm;
  if (/^\d+$/.test(task.group)) return pid === Number(task.group) ? task.mm : ESRCH;
  // The number of a program that a log gives none is only known where the model has chosen it.
  if (pid === OWN_PID) return task.mm;
  if (pid <= 0 || pid > MOST_PID) return ESRCH;
  throw new NotModelled(args.call, 'of a process that is not in the file');
}

/** PID_MAX_LIMIT: no process has a higher number. */
const MOST_PID = 1 << 22;

/** The caller's side: where the next byte is. */
class LocalBytes {
  readonly #ranges: readonly Iovec[];
  #at = 0;
  #offset = 0n;

  constructor(ranges: readonly Iovec[]) {
    this.#ranges = ranges;
    this.#skipEmpty();
  }

  /** The address of the next byte, and how many follow it; null at the end. */
  get next(): { readonly addr: bigint; readonly len: bigint } | null {
    const range = this.#ranges[this.#at];
    return range === undefined ? null : { addr: range.base + this.#offset, len: range.len - this.#offset };
  }

  advance(bytes: bigint): void {
    this.#offset += bytes;
    this.#skipEmpty();
  }

  #skipEmpty(): void {
    for (
      let range = this.#ranges[this.#at];
      range !== undefined && this.#offset >= range.len;
      range = this.#ranges[this.#at]
    ) {
      this.#at++;
      this.#offset = 0n;
    }
  }
}

/** One call's copying. */
class Copying {
  done = 0n;
  readonly #task: Task;
  readonly #mm: MmStruct;
  readonly #local: LocalBytes;
  readonly #direction: Direction;
  readonly #since: number;

  constructor(task: Task, mm: MmStruct, local: LocalBytes, direction: Direction) {
    this.#task = task;
    this.#mm = mm;
    this.#local = local;
    this.#direction = direction;
    this.#since = mm.sys.commits.now(mm);
  }

  /** Range by range, until one side ends or fails. */
  *all(remote: readonly Iovec[]): Generator<CallPoint, Errno | null, void> {
    for (const range of remote) {
      if (this.#local.next === null) return null;
      const error = yield* this.#range(range);
      if (error !== null) return error;
    }
    return null;
  }

  /** process_vm_rw_single_vec() */
  *#range({ base, len }: Iovec): Generator<CallPoint, Errno | null, void> {
    const { geometry, layout } = this.#mm.sys.arch;
    const shift = BigInt(geometry.pageShift);
    refuseTag(this.#mm, base);
    const end = base + len;
    const most = (LISTED_IN_PAGES * 2 ** geometry.pageShift) / ADDRESS_BYTES;
    for (let at = base; at < end && this.#local.next !== null;) {
      const first = at >> shift;
      if (first >= BigInt(layout.taskSize)) return EFAULT;
      const pages = Number((end - 1n) >> shift) - Number(first) + 1;
      const wanted = Math.min(pages, most, layout.taskSize - Number(first));
      const pinned = yield* locked(this.#mm, 'read', () => this.#pin(Number(first), wanted));
      if (pinned === 0) return EFAULT;
      const upTo = least(end, (first + BigInt(pinned)) << shift);
      if (!(yield* this.#copy(upTo - at))) return EFAULT;
      at = upTo;
    }
    return null;
  }

  /** A page that is not there must have been away at some time since the call began. */
  #pin(first: number, wanted: number): number {
    const pinned = pinUserPagesRemote(this.#mm, first, wanted, this.#direction === 'write');
    const missed = first + pinned;
    if (pinned < wanted && this.#mm.vmas.load(missed) === null)
      tellGaps(this.#mm, this.#since, { start: missed, end: missed + 1 }, []);
    return pinned;
  }

  /** copy_page_to_iter() and copy_page_from_iter(): whether nothing was in the way. The end of the caller's ranges is none. */
  *#copy(bytes: bigint): Generator<CallPoint, boolean, void> {
    const access = this.#direction === 'read' ? 'store' : 'load';
    for (let left = bytes; left > 0n;) {
      const next = this.#local.next;
      if (next === null) return true;
      const some = least(left, next.len);
      const copied = yield* copyUser(this.#task, next.addr, some, access);
      this.#local.advance(copied);
      this.done += copied;
      left -= copied;
      if (copied < some) return false;
    }
    return true;
  }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Memory of another process. */
export const processVmFamily: SyscallFamily = {
  locking: { process_vm_readv: processVm('read'), process_vm_writev: processVm('write') },
};
