/**
 * maps() and query(ADDR): /proc/PID/maps and PROCMAP_QUERY as a kernel reads them beside others. Until 6.16 they hold mmap_lock,
 * a page of text at a time; since 6.17 they lock VMA by VMA, and take mmap_lock only where a writer is in the way.
 *
 * Either way the listing is no picture of one moment. What it promises: nothing is left out that stays mapped, and each line
 * ends above the one before. @kernel 6.18 fs/proc/task_mmu.c
 */

import { ENOENT, ENOTTY, compareRelease, formatMapsRow, type CallPoint, type RunningCall } from '@mm-playground/api';
import type { Args } from '../args.ts';
import { locked } from '../mmap-lock.ts';
import type { MmStruct } from '../mm-struct.ts';
import { mapsRow, mapsWords } from '../proc-maps.ts';
import { failure } from '../syscall-result.ts';
import type { Task } from '../task.ts';
import type { VmArea } from '../vm-area.ts';
import { lookingSince, type PageRange } from './commit-log.ts';
import { lockVmaUnderRcu, vmaEndRead, vmaStartRead } from './vma-lock.ts';
import { listing, tellGaps } from './walk.ts';

/** How much text one read() gets: the buffer is a page, whatever the caller asks for. */
const BUFFER = 4096;

/** What has been printed. */
class Listing {
  readonly #mm: MmStruct;
  readonly lines: string[] = [];
  readonly shown: PageRange[] = [];
  /** End of the last line, in pages: where reading goes on. */
  lastEnd = 0;

  constructor(mm: MmStruct) {
    this.#mm = mm;
  }

  show(vma: VmArea): void {
    const { sys } = this.#mm;
    const line = formatMapsRow(mapsRow(this.#mm, vma));
    if (vma.end <= this.lastEnd) sys.violate('maps-order', `a line that does not end above the one before: ${line}`);
    this.lines.push(line);
    this.shown.push({ start: vma.start, end: vma.end });
    this.lastEnd = vma.end;
    sys.trace?.step('show_map', { start: vma.start, end: vma.end });
  }
}

/** @returns how many lines there are, and lists them; the gate area is not among them */
export function* maps({ mm }: Task): RunningCall {
  const since = mm.sys.commits.now(mm);
  const list = new Listing(mm);
  const reader = mm.sys.generation.procMaps === 'mmap_lock' ? readUnderMmapLock(mm, list) : readVmaByVma(mm, list);
  yield* lookingSince(since, reader);
  tellGaps(mm, since, { start: 0, end: mm.sys.arch.layout.taskSize }, list.shown);
  return listing(list.lines);
}

/** Page by page of text; the lock is dropped in between, and reading goes on with the VMA that did not fit any more. */
function* readUnderMmapLock(mm: MmStruct, list: Listing): Generator<CallPoint, void, void> {
  for (let from: number | null = 0; from !== null;) {
    const at: number = from;
    from = yield* locked(mm, 'read', () => {
      let room = BUFFER;
      for (let vma = mm.vmas.find(at); vma !== null; vma = mm.vmas.next(vma)) {
        room -= formatMapsRow(mapsRow(mm, vma)).length + 1;
        if (room < 0) return vma.start;
        list.show(vma);
      }
      return null;
    });
  }
}

/** A VMA at a time, each under its own lock. */
function* readVmaByVma(mm: MmStruct, list: Listing): Generator<CallPoint, void, void> {
  for (;;) {
    const vma = yield* lockNextVma(mm, list.lastEnd);
    if (vma === null) return;
    yield { step: 'show_map', mm: mm.id, seen: list.lines.join('\n') };
    list.show(vma);
    vmaEndRead(mm, vma);
  }
}

/**
 * lock_next_vma(): the first VMA that ends above `from`, locked for reading. One that begins behind a hole is looked up a second
 * time: something may have been put into the hole before it was locked.
 */
function* lockNextVma(mm: MmStruct, from: number): Generator<CallPoint, VmArea | null, void> {
  for (;;) {
    yield { step: 'vma_next', mm: mm.id, seen: String(from) };
    const vma = mm.vmas.find(from);
    if (vma === null) return null;
    yield { step: 'vma_start_read', mm: mm.id, seen: `${from} ${vma.describe()}` };
    if (vmaStartRead(mm, vma)) {
      if (vma.end > from && (vma.start <= from || mm.vmas.find(from) === vma)) return vma;
      vmaEndRead(mm, vma);
      return yield* lockNextVmaUnderMmapLock(mm, from);
    }
    if (!vma.detached) return yield* lockNextVmaUnderMmapLock(mm, from);
  }
}

/** With the lock for a moment: what a reader does who met a writer. */
function* lockNextVmaUnderMmapLock(mm: MmStruct, from: number): Generator<CallPoint, VmArea | null, void> {
  return yield* locked(mm, 'read', () => {
    const vma = mm.vmas.find(from);
    if (vma !== null) vmaStartRead(mm, vma);
    return vma;
  });
}

/** The release that brought PROCMAP_QUERY. */
const PROCMAP_QUERY_SINCE = [6, 11] as const;

/**
 * query(ADDR): ioctl(PROCMAP_QUERY), the VMA at an address.
 * @errno ENOENT there is none @errno ENOTTY the kernel does not have it yet
 */
export function* query({ mm }: Task, args: Args): RunningCall {
  const { generation, arch } = mm.sys;
  if (compareRelease(generation.release, PROCMAP_QUERY_SINCE) < 0) return failure(ENOTTY);
  const page = args.word(0) >> BigInt(arch.geometry.pageShift);
  if (page >= BigInt(arch.layout.taskSize)) return failure(ENOENT);
  const words = yield* queryPage(mm, Number(page));
  return words === null ? failure(ENOENT) : { kind: 'value', value: 0n, mapping: words };
}

function* queryPage(mm: MmStruct, page: number): Generator<CallPoint, string | null, void> {
  const vma = mm.sys.generation.procMaps === 'mmap_lock' ? null : yield* lockVmaUnderRcu(mm, page);
  if (vma === null)
    return yield* locked(mm, 'read', () => {
      const found = mm.vmas.load(page);
      return found && mapsWords(mm, found);
    });
  const words = mapsWords(mm, vma);
  vmaEndRead(mm, vma);
  return words;
}
