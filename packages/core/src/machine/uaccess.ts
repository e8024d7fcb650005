/**
 * copy_to_user() and copy_from_user(): the kernel touches a program's memory on behalf of a call, and faults pages in as the program
 * would. What it cannot touch ends the copy; the call says EFAULT, or how far it came. @kernel 6.18 lib/usercopy.c
 */

import { NotModelled, type CallPoint } from '@mm-playground/api';
import type { Iovec } from './iovec.ts';
import { accessByKernel, translate } from '../memory/fault.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { Task } from './task.ts';

/** access_ok(): whether a buffer lies in the address space of programs. Bytes. */
export function accessOk(mm: MmStruct, addr: bigint, bytes: bigint): boolean {
  const { layout, geometry } = mm.sys.arch;
  return addr + bytes <= BigInt(layout.accessEnd ?? layout.taskSize) << BigInt(geometry.pageShift);
}

/** Refuses an address with a tag where it is not known what the kernel makes of it. @throws NotModelled */
export function refuseTag({ sys }: MmStruct, addr: bigint): void {
  const { mmu } = sys.arch;
  if (mmu?.untagged !== undefined && mmu.untagged(addr) !== addr)
    throw new NotModelled('an address with a tag', 'in another address space');
}

/**
 * Touches the pages of a buffer in order: stores to it for copy_to_user(), loads from it for copy_from_user().
 * @returns the bytes before the first one that cannot be touched
 */
export function* copyUser(
  task: Task,
  addr: bigint,
  bytes: bigint,
  access: 'load' | 'store',
): Generator<CallPoint, bigint, void> {
  const shift = BigInt(task.mm.sys.arch.geometry.pageShift);
  const end = addr + bytes;
  for (let at = addr; at < end;) {
    const page = at >> shift;
    const touched = yield* accessByKernel(task, Number(page), access, at);
    if (touched.kind !== 'value') return at - addr;
    at = (page + 1n) << shift;
  }
  return bytes;
}

/** The same through ranges, one after the other. @returns the bytes before the first one that cannot be touched */
export function* copyUserRanges(
  task: Task,
  ranges: readonly Iovec[],
  access: 'load' | 'store',
): Generator<CallPoint, bigint, void> {
  let done = 0n;
  for (const { base, len } of ranges) {
    const copied = yield* copyUser(task, base, len, access);
    done += copied;
    if (copied < len) break;
  }
  return done;
}

/**
 * copy_from_user() with faults forbidden, as under the lock of a page: what is mapped already.
 * @returns the bytes before the first one that would fault
 */
export function copyFromUserAtomic({ mm }: Task, ranges: readonly Iovec[]): bigint {
  const shift = BigInt(mm.sys.arch.geometry.pageShift);
  let done = 0n;
  for (const { base, len } of ranges) {
    for (let at = base; at < base + len; at = ((at >> shift) + 1n) << shift)
      if (!translate(mm, Number(at >> shift), 'load')) return done + at - base;
    done += len;
  }
  return done;
}
