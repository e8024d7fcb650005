/**
 * PhysicalMemory: the frames of the machine. Frame numbers are handed out in a fixed order, so that the same calls give the
 * same page tables; everything is journaled, so that going back gives frames back, and going on takes the same ones again.
 *
 * Frames lie where an independent MMU can have memory: below 8 GiB and outside [0xff80_0000, 0x1_0000_0000), which is left
 * to whoever executes the tables. Where a frame comes from is the page allocator's affair (page-alloc.ts).
 */

import type { EntryRuns, Pfn, Vpn } from '@mm-playground/api';
import type { Journaled } from '../journal/journal.ts';
import { putJournaled, type EntryMap } from '../journal/journal-map.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { System } from '../machine/system.ts';
import type { BlockType } from './buddy.ts';
import { FrameMap } from './frame-map.ts';
import { PageAllocator } from './page-alloc.ts';
import { PageFrame, type FrameInit, type LentKind } from './page-frame.ts';
import { Table, type TableShape } from './table.ts';
import { kernelFrames } from './zones.ts';

const NO_TABLES: readonly Table[] = Object.freeze([]);

/** What belongs to the machine as a whole. */
class MemoryState implements Journaled {
  epoch = 0;
  /** The next of the kernel's own frames that is not lent yet. */
  kernelFrame: number;
  /** Who goes through page tables with interrupts off, and the tables that are to be given back once they are through. */
  walkers = 0;
  waiting: readonly Table[] = NO_TABLES;

  constructor(kernelFrame: number) {
    this.kernelFrame = kernelFrame;
  }

  describe(): string {
    return 'memory';
  }
}

export class PhysicalMemory {
  readonly #sys: System;
  readonly #state: MemoryState;
  readonly #shapes: readonly TableShape[];
  readonly #frames = new FrameMap<PageFrame>();
  readonly #hugeFrames = new Map<number, PageFrame>();
  readonly #tables = new FrameMap<Table>();
  /** Address spaces by the frame of their root. */
  readonly #roots = new Map<number, MmStruct>();
  /** Pages that the kernel itself lends to user space, by mapping and page: vdso, vvar, the zero pages. */
  readonly #lent = new Map<string, PageFrame>();
  /** The zero page: there from the beginning. */
  readonly zeroPage: PageFrame;
  /** Where frames come from. */
  readonly allocator: PageAllocator;
  /** Pages of a PMD entry. */
  readonly hugePages: number;
  /** Level of the tables whose entries span {@link hugePages}. */
  readonly pmdLevel: number;
  /** Runs of entries that this kernel makes by itself, or null. */
  readonly runs: EntryRuns | null;

  constructor(sys: System) {
    this.#sys = sys;
    const { levels, pageShift } = sys.arch.geometry;
    this.#state = new MemoryState(kernelFrames(sys.arch).start);
    this.#shapes = levels.map((level, index) => ({ ...level, level: index, pageShift }));
    this.pmdLevel = levels.length - 2;
    this.runs = (sys.generation.foldsRunsOn.has(sys.arch.id) ? sys.arch.runs : null) ?? null;
    this.hugePages = 2 ** (levels[this.pmdLevel]?.spanShift ?? 0);
    this.allocator = new PageAllocator(sys, Math.log2(this.hugePages));
    this.zeroPage = this.lend('zero', 'zero');
  }

  /** Frames in use: tables and data. A huge frame counts all its pages. What the kernel lends of its own counts as well. */
  get framesInUse(): number {
    const { zones } = this.allocator;
    const taken = zones.reduce((sum, { managed, buddy, pcp }) => sum + managed - buddy.free - pcp.count, 0);
    return taken + this.#state.kernelFrame - kernelFrames(this.#sys.arch).start;
  }

  /** A frame for one page. */
  allocate(init: FrameInit): PageFrame {
    const frame = new PageFrame(this.#take(0, migrateTypeOf(init)), init);
    this.#put(this.#frames, frame.pfn, frame);
    return frame;
  }

  /** A frame that a PMD entry can map. */
  allocateHuge(init: FrameInit): PageFrame {
    const pfn = this.#take(this.allocator.pageblockOrder, migrateTypeOf(init));
    const frame = new PageFrame(pfn, { ...init, pages: this.hugePages });
    this.#put(this.#hugeFrames, frame.pfn, frame);
    return frame;
  }

  /** A table, empty. */
  allocateTable(level: number, start: Vpn): Table {
    const shape = this.#shapes[level];
    if (shape === undefined) throw new RangeError(`there are no tables of level ${level}`);
    const table = new Table(this.#take(0, 'Unmovable'), shape, start);
    this.#put(this.#tables, table.pfn, table);
    return table;
  }

  /** A root table for an address space. */
  allocateRoot(mm: MmStruct): Table {
    const root = this.allocateTable(0, 0 as Vpn);
    this.#put(this.#roots, root.pfn, mm);
    return root;
  }

  /** Frees the root table of an address space. */
  freeRoot(root: Table): void {
    this.#put(this.#roots, root.pfn, null);
    this.freeTable(root);
  }

  /** All address spaces that have page tables. */
  addressSpaces(): MmStruct[] {
    return [...this.#roots.values()];
  }

  /** A page that belongs to the kernel and is mapped by whoever wants it; never freed. */
  lend(key: string, kind: LentKind, huge = false): PageFrame {
    const known = this.#lent.get(key);
    if (known !== undefined) return known;
    const frame = huge ? this.allocateHuge({ kind }) : (this.#ownFrame(kind) ?? this.allocate({ kind }));
    this.#put(this.#lent, key, frame);
    return frame;
  }

  /** A frame that lies in the kernel itself, as long as it has any: the zero page, the vdso. */
  #ownFrame(kind: LentKind): PageFrame | null {
    const pfn = this.#state.kernelFrame;
    if (kind === 'kernel' || pfn >= kernelFrames(this.#sys.arch).end) return null;
    this.#sys.journal.touch(this.#state).kernelFrame++;
    const frame = new PageFrame(pfn as Pfn, { kind });
    this.#put(this.#frames, frame.pfn, frame);
    return frame;
  }

  /** The huge zero page: made when it is first needed. */
  get hugeZeroPage(): PageFrame {
    return this.lend('huge zero', 'zero', true);
  }

  /** What a PTE points to. @throws RangeError where there is no such frame. */
  frame(pfn: number): PageFrame {
    return known(this.#frames.get(pfn), pfn);
  }

  /** What a PMD leaf points to. @throws RangeError where there is no such frame. */
  hugeFrame(pfn: number): PageFrame {
    return known(this.#hugeFrames.get(pfn), pfn);
  }

  /** What a table entry points to. @throws RangeError where there is no such table. */
  table(pfn: number): Table {
    return known(this.#tables.get(pfn), pfn);
  }

  /** Every data frame in use: single ones and parts, then huge ones. */
  *allFrames(): Iterable<PageFrame> {
    yield* this.#frames.values();
    yield* this.#hugeFrames.values();
  }

  /** The frame that a page belongs to, a huge one if it is part of such; null for tables and for what is not in use. */
  frameAt(pfn: number): PageFrame | null {
    const single = this.#frames.get(pfn);
    if (single !== undefined && single.compoundHead === single) return single;
    return this.#hugeFrames.get(pfn - (pfn % this.hugePages)) ?? null;
  }

  /** The table at a frame, or null. */
  tableAt(pfn: number): Table | null {
    return this.#tables.get(pfn) ?? null;
  }

  /** Frames for the single pages of a huge frame. */
  splitFrame(huge: PageFrame): readonly PageFrame[] {
    if (huge.parts !== null) return huge.parts;
    const parts = Array.from({ length: huge.pages }, (_, i) => new PageFrame((huge.pfn + i) as Pfn, partOf(huge, i)));
    for (const part of parts) this.#put(this.#frames, part.pfn, part);
    this.#sys.journal.touch(huge, 'parts').parts = Object.freeze(parts);
    return parts;
  }

  /** A huge frame is none any more: each of its pages is on its own, and those that nothing maps are given back. */
  dissolve(huge: PageFrame): void {
    const { journal } = this.#sys;
    const { dirty, lazyFree, anonVma } = huge;
    journal.touch(huge, 'dissolved').dissolved = true;
    journal.touch(huge, 'cached').cached = false;
    this.#put(this.#hugeFrames, huge.pfn, null);
    for (const part of huge.parts ?? []) {
      journal.touch(part, 'dirty').dirty = dirty;
      journal.touch(part, 'lazyFree').lazyFree = lazyFree;
      journal.touch(part, 'anonVma').anonVma = anonVma;
      if (part.mappedTimes === 0 && !part.cached) this.free(part);
    }
  }

  /**
   * Gives a frame back that nothing maps and no cache holds. A huge one goes as a whole, with the last mapping of any of its
   * parts: before that, giving back a part does nothing.
   */
  free(frame: PageFrame): void {
    const { compoundHead } = frame;
    if (compoundHead.pages > 1) return this.#freeHuge(compoundHead);
    this.#sys.journal.touch(frame, 'freed').freed = true;
    this.#put(this.#frames, frame.pfn, null);
    this.#giveBack(frame.pfn, 0);
  }

  /** Gives a table back, once nobody walks the tables with interrupts off. */
  freeTable(table: Table): void {
    if (this.#state.walkers > 0) {
      const state = this.#sys.journal.touch(this.#state);
      state.waiting = [...state.waiting, table];
      return;
    }
    this.#sys.journal.touch(table).freed = true;
    this.#put(this.#tables, table.pfn, null);
    this.#giveBack(table.pfn, 0);
  }

  /** local_irq_save(): from now on no table is given back. */
  holdTables(): void {
    this.#sys.journal.touch(this.#state).walkers++;
  }

  /** local_irq_restore(): those that waited for this walker go now. */
  letTablesGo(): void {
    this.#sys.journal.touch(this.#state).walkers--;
    // One by one, and by what the state says: others may run when one was given back, and begin to walk.
    for (
      let [table] = this.#state.waiting;
      table !== undefined && this.#state.walkers === 0;
      [table] = this.#state.waiting
    ) {
      const state = this.#sys.journal.touch(this.#state);
      state.waiting = state.waiting.slice(1);
      this.freeTable(table);
    }
  }

  /** Puts a page into the page cache of its file, or takes it out. */
  setCached(frame: PageFrame, cached: boolean): void {
    const { inode, pgoff } = frame;
    if (inode === null) throw new RangeError(`${frame.describe()} is no page of a file`);
    this.#sys.journal.touch(frame, 'cached').cached = cached;
    this.#put(inode.pages, pgoff, cached ? frame : null);
  }

  /** Puts a huge page with all its parts into the page cache of its file, or takes them out. */
  setHugeCached(huge: PageFrame, cached: boolean): void {
    for (const part of this.splitFrame(huge)) this.setCached(part, cached);
    this.#sys.journal.touch(huge, 'cached').cached = cached;
  }

  #freeHuge(huge: PageFrame): void {
    // Parts that were unmapped together are given back one by one; the first takes the whole frame with it.
    if (huge.freed || huge.cached || huge.mapcount > 0 || huge.mappedParts > 0) return;
    for (const part of huge.parts ?? []) this.#put(this.#frames, part.pfn, null);
    this.#sys.journal.touch(huge, 'freed').freed = true;
    this.#put(this.#hugeFrames, huge.pfn, null);
    this.#giveBack(huge.pfn, Math.log2(huge.pages));
  }

  #take(order: number, type: BlockType): Pfn {
    const pfn = this.allocator.allocate(order, type);
    this.#tell('mm_page_alloc', pfn, order);
    return pfn as Pfn;
  }

  #giveBack(pfn: number, order: number): void {
    this.allocator.free(pfn, order);
    this.#tell('mm_page_free', pfn, order);
  }

  #tell(name: 'mm_page_alloc' | 'mm_page_free', pfn: number, order: number): void {
    this.#sys.trace?.tracepoint({ system: 'kmem', name, pfn, order });
  }

  #put<K, V extends Journaled>(map: EntryMap<K, V>, key: K, value: V | null): void {
    putJournaled(this.#sys.journal, map, key, value);
  }
}

/** GFP_HIGHUSER_MOVABLE is for pages that the kernel could move elsewhere: all that a process has, but for its secrets. */
const migrateTypeOf = ({ kind, inode }: FrameInit): BlockType =>
  kind === 'zero' || kind === 'special' || kind === 'kernel' || inode?.kind === 'secret' ? 'Unmovable' : 'Movable';

/** What one page of a huge frame is made of. */
const partOf = (huge: PageFrame, i: number): FrameInit => ({
  kind: huge.kind,
  head: huge,
  pgoff: huge.pgoff + i,
  anonVma: huge.anonVma,
  inode: huge.inode,
});

function known<T>(found: T | undefined, pfn: number): T {
  if (found === undefined) throw new RangeError(`frame 0x${pfn.toString(16)} is not in use as that`);
  return found;
}
