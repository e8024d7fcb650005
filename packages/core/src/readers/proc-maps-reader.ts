/**
 * maps() and query(ADDR): /proc/PID/maps and PROCMAP_QUERY as a kernel reads them beside others. Until 6.16 they hold mmap_lock,
 * a page of text at a time; since 6.17 they lock VMA by VMA, and take mmap_lock only where a writer is in the way.
 *
 * Either way the listing is no picture of one moment. What it promises: nothing is left out that stays mapped, and each line
 * ends above the one before. @kernel 6.18 fs/proc/task_mmu.c
 */

import { ENOENT, ENOTTY, formatMapsRow, type CallPoint, type IndexLook, type RunningCall } from '@mm-playground/api';
import type { Args } from '../machine/args.ts';
import { locked } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { mapsRow, mapsWords } from '../proc/proc-maps.ts';
import { failure } from '../syscalls/syscall-result.ts';
import type { Task } from '../machine/task.ts';
import type { VmArea } from '../vma/vm-area.ts';
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
    const row = mapsRow(this.#mm, vma);
    const line = formatMapsRow(row);
    if (vma.end <= this.lastEnd) sys.violate('maps-order', `a line that does not end above the one before: ${line}`);
    this.lines.push(line);
    this.shown.push({ start: vma.start, end: vma.end });
    this.lastEnd = vma.end;
    sys.trace?.step('show_map', { start: vma.start, end: vma.end, perms: row.perms });
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
        room -= lineLength(mm, vma);
        if (room < 0) return vma.start;
        list.show(vma);
      }
      return null;
    });
  }
}

/** The bytes of a line, its end included. */
const lineLength = (mm: MmStruct, vma: VmArea): number => formatMapsRow(mapsRow(mm, vma)).length + 1;

/** A VMA at a time, each under its own lock; a page of text at a time, with an iterator of its own. */
function* readVmaByVma(mm: MmStruct, list: Listing): Generator<CallPoint, void, void> {
  for (let isMore = true; isMore;) isMore = yield* readPage(mm, list);
}

/** One read(). False where nothing is left. */
function* readPage(mm: MmStruct, list: Listing): Generator<CallPoint, boolean, void> {
  const iterator = new VmaIterator(mm, list.lastEnd);
  for (;;) {
    const vma = yield* lockNextVma(mm, iterator, list.lastEnd);
    if (vma === null) return false;
    yield { step: 'show_map', mm: mm.id, seen: `${iterator.at} ${list.lines.join('\n')}` };
    iterator.room -= lineLength(mm, vma);
    if (iterator.room >= 0) list.show(vma);
    vmaEndRead(mm, vma);
    if (iterator.room < 0) return true;
  }
}

/**
 * The reader's place in the tree, kept from line to line under rcu_read_lock(). Where its node was replaced, it walks back to
 * the last index of the entry where it stood and goes on behind whatever lies there by now: an entry that grew over its end
 * meanwhile is stepped over.
 */
class VmaIterator {
  readonly #mm: MmStruct;
  #looks: Generator<IndexLook<VmArea>, void, void>;
  /** How much text the page has room for yet that is read with it. */
  room = BUFFER;
  #at = '';

  constructor(mm: MmStruct, from: number) {
    this.#mm = mm;
    this.#looks = this.#from(from);
  }

  /** Where it stands and since when, in words: readers that stand alike go on alike. */
  get at(): string {
    return `${this.room} ${this.#at}`;
  }

  /** vma_iter_set(): the next VMA is the first that ends above `from`. */
  set(from: number): void {
    this.#looks = this.#from(from);
  }

  /** vma_next() */
  next(): VmArea | null {
    for (let look = this.#looks.next(); look.done !== true; look = this.#looks.next()) {
      const { entry } = look.value;
      if (entry === undefined) continue;
      this.#at = `${look.value.at} ${this.#mm.lockSeq} ${this.#mm.mmapLock}`;
      return entry.value;
    }
    return null;
  }

  #from(from: number): Generator<IndexLook<VmArea>, void, void> {
    this.#at = `from ${from}`;
    return this.#mm.vmas.walk(from, this.#mm.sys.arch.layout.taskSize);
  }
}

/**
 * lock_next_vma(): the next VMA, locked for reading. One that begins behind a hole is looked up a second time where a writer was there
 * meanwhile: something may have been put into the hole before it was locked.
 */
function* lockNextVma(mm: MmStruct, iterator: VmaIterator, from: number): Generator<CallPoint, VmArea | null, void> {
  for (;;) {
    yield { step: 'vma_next', mm: mm.id, seen: `${from} ${iterator.at}` };
    const { lockSeq, mmapLock } = mm;
    const vma = iterator.next();
    if (vma === null) return null;
    yield {
      step: 'vma_start_read',
      mm: mm.id,
      seen: `${from} ${iterator.at} ${vma.describe()}`,
    };
    if (vmaStartRead(mm, vma)) {
      const isQuiet = mmapLock !== 'write' && mm.mmapLock !== 'write' && mm.lockSeq === lockSeq;
      if (vma.end > from && (vma.start <= from || isQuiet || isNext(iterator, from, vma))) return vma;
      vmaEndRead(mm, vma);
      return yield* lockNextVmaUnderMmapLock(mm, iterator, from);
    }
    if (!vma.detached) return yield* lockNextVmaUnderMmapLock(mm, iterator, from);
    iterator.set(from);
  }
}

function isNext(iterator: VmaIterator, from: number, vma: VmArea): boolean {
  iterator.set(from);
  return iterator.next() === vma;
}

/** With the lock for a moment: what a reader does who met a writer. */
function* lockNextVmaUnderMmapLock(
  mm: MmStruct,
  iterator: VmaIterator,
  from: number,
): Generator<CallPoint, VmArea | null, void> {
  return yield* locked(mm, 'read', () => {
    iterator.set(from);
    const vma = iterator.next();
    if (vma !== null) vmaStartRead(mm, vma);
    return vma;
  });
}

/**
 * query(ADDR): ioctl(PROCMAP_QUERY), the VMA at an address.
 * @errno ENOENT there is none @errno ENOTTY the kernel does not have it yet
 */
export function* query({ mm }: Task, args: Args): RunningCall {
  const { generation, arch } = mm.sys;
  if (!generation.hasProcmapQuery) return failure(ENOTTY);
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
