/**
 * gup(ADDR): the kernel takes hold of a page of a program without any lock, as GUP-fast does for direct I/O. With interrupts off
 * no table can be given back under it; what it finds it looks at a second time, once it has a reference.
 * @kernel 6.18 mm/gup.c gup_fast()
 */

import { EFAULT, type CallPoint, type RunningCall } from '@mm-playground/api';
import type { Args } from '../machine/args.ts';
import { accessUnderMmapLock } from '../memory/fault.ts';
import { childOf, rootOf } from '../memory/page-table.ts';
import { normalPage } from '../memory/rmap.ts';
import type { Table } from '../memory/table.ts';
import { locked } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { failure, value } from '../syscalls/syscall-result.ts';
import type { Task } from '../machine/task.ts';

/** @errno EFAULT nothing is mapped there that can be read */
export function* gup({ mm }: Task, args: Args): RunningCall {
  const addr = args.word(0);
  const page = Number(addr >> BigInt(mm.sys.arch.geometry.pageShift));
  if (page >= mm.sys.arch.layout.taskSize) return failure(EFAULT);
  const { memory } = mm.sys;
  memory.holdTables();
  const isFast = yield* gupFast(mm, page);
  memory.letTablesGo();
  if (isFast) return value(0);
  const slow = yield* locked(mm, 'read', () => accessUnderMmapLock(mm, page, 'load', addr));
  return slow.kind === 'value' ? value(0) : failure(EFAULT);
}

/** Whether a page was found, and was still there with a reference to it in hand. */
function* gupFast(mm: MmStruct, page: number): Generator<CallPoint, boolean, void> {
  let table = rootOf(mm);
  while (table !== null) {
    const { shape }: Table = table;
    yield { step: `${shape.name}_offset`, mm: mm.id, seen: table.describe() };
    if (table.freed) {
      mm.sys.violate('no-freed-page', `${table.describe()} was given back, and is still gone through`);
      return false;
    }
    const index = table.indexOf(page);
    const child = childOf(mm, table, index);
    if (child === null) return yield* takeHold(mm, table, index);
    table = child;
  }
  return false;
}

/** try_grab_folio(), and then a second look at the entry. */
function* takeHold(mm: MmStruct, table: Table, index: number): Generator<CallPoint, boolean, void> {
  const word = table.read(index);
  const entry = mm.sys.arch.decode(table.level, word);
  if (entry.kind !== 'leaf' || !entry.user || !entry.read) return false;
  const frame = normalPage(mm, table.level, entry);
  yield { step: 'try_grab_folio', mm: mm.id, seen: frame?.describe() ?? 'zero page' };
  return frame?.freed !== true && table.read(index) === word;
}
