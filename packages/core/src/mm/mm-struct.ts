/**
 * MmStruct: struct mm_struct, one address space. Counters are pages; layout fields are byte addresses.
 *
 * Invariants between calls (checked by {@link validateMm}): the index holds exactly the VMAs, each under its own range;
 * `mapCount` is their number; `totalVm` is the sum of their pages, and each page is in at most one of exec, stack and data.
 */

import {
  PRCTL,
  VM_NONE,
  type Bytes,
  type IndexEntry,
  type IndexHole,
  type IndexCost,
  type IndexLook,
  type IndexSnapshot,
  type Pfn,
  type TreeView,
  type VmFlags,
  type VmaIndex,
} from '@mm-playground/api';
import type { IoContext } from '../syscalls/aio.ts';
import { AnonVma } from '../vma/anon-vma.ts';
import type { Fingerprint } from '../journal/fingerprint.ts';
import { unborn, type JournalRecord, type Journaled, type Touched } from '../journal/journal.ts';
import { linkFileVma } from '../memory/i-mmap.ts';
import type { System } from '../machine/system.ts';
import { mapleTracing } from '../vma/maple-tracing.ts';
import { lockPointsOf, type LockPoints } from './mmap-lock.ts';
import { UnderWay } from './under-way.ts';
import { VmArea, type VmAreaInit } from '../vma/vm-area.ts';

/** Members of the resident set, in the kernel's order (rss_stat). */
export type RssMember = 'filePages' | 'anonPages' | 'swapEnts' | 'shmemPages';

/** struct mm_struct: one address space. */
export class MmStruct implements Journaled {
  epoch = 0;
  readonly id: number;
  readonly sys: System;
  readonly vmas: VmaTree;
  /** What travels through the call that is at work on it. */
  readonly underWay = new UnderWay();
  #points: LockPoints | null = null;

  /** VMAs; may be ahead of the index in the middle of a call. */
  readonly mapCount: number = 0;
  readonly totalVm: number = 0;
  readonly dataVm: number = 0;
  readonly execVm: number = 0;
  readonly stackVm: number = 0;
  readonly lockedVm: number = 0;
  /** Highest totalVm so far. */
  readonly hiwaterVm: number = 0;
  /** Pages charged for overcommit. */
  readonly committed: number = 0;
  /** Flags that every new mapping gets: mlockall(MCL_FUTURE). */
  readonly defFlags: VmFlags = VM_NONE;
  /** PR_SET_MDWE: PR_MDWE_* bits. */
  readonly mdwe: bigint = 0n;
  /** PR_SET_THP_DISABLE: 0, or 1 and PR_THP_DISABLE_* bits. */
  readonly thpDisable: bigint = 0n;
  /** PR_SET_MEMORY_MERGE: whatever KSM can take is VM_MERGEABLE. */
  readonly mergeAny: boolean = false;
  /** Protection keys that are taken, a bit each; 0 is from the start. */
  readonly pkeyAllocationMap: number = 1;
  /** The key of execute-only memory, or -1. */
  readonly executeOnlyPkey: number = -1;
  /** Who holds mmap_lock. */
  readonly mmapLock: 'free' | 'read' | 'write' = 'free';
  /** How many hold it for reading. */
  readonly mmapReaders: number = 0;
  /** A fault is at work on the page tables: page_table_lock and the locks of single tables as one. */
  pageTablesLocked = false;
  /** Increased when the mmap write lock is let go: ends all VMA write locks. */
  readonly lockSeq: number = 1;

  readonly startCode: Bytes = 0n as Bytes;
  readonly endCode: Bytes = 0n as Bytes;
  readonly startData: Bytes = 0n as Bytes;
  readonly endData: Bytes = 0n as Bytes;
  readonly startBrk: Bytes = 0n as Bytes;
  readonly brk: Bytes = 0n as Bytes;
  readonly startStack: Bytes = 0n as Bytes;
  readonly argStart: Bytes = 0n as Bytes;
  readonly argEnd: Bytes = 0n as Bytes;
  readonly envStart: Bytes = 0n as Bytes;
  readonly envEnd: Bytes = 0n as Bytes;
  /** First page above the area of top-down mappings. */
  readonly mmapBase: number = 0;
  /** The log does not say what is mapped: what a call finds missing may be there (follow mode). */
  readonly unknown: boolean = false;
  /** Whether maps ends with the gate area, where the architecture has one. */
  readonly showsGate: boolean = true;
  /** Search upwards from unmappedBase instead (unlimited stack). */
  readonly legacyLayout: boolean = false;

  /** Contexts of io_setup. Replaced as a whole, never changed. */
  readonly ioContexts: readonly IoContext[] = [];

  /** Unmapping or protecting under way whose flush has not come yet. */
  readonly tlbFlushPending: number = 0;
  readonly filePages: number = 0;
  readonly anonPages: number = 0;
  readonly swapEnts: number = 0;
  readonly shmemPages: number = 0;
  readonly hiwaterRss: number = 0;
  /** Frame of the root page table, null once the address space has ended. */
  readonly pgd: Pfn | null = null;
  /** Pages of page tables, as VmPTE counts them: without the root, with the tables that huge entries keep in reserve. */
  readonly tablePages: number = 0;

  constructor(id: number, sys: System, vmas?: VmaIndex<VmArea>) {
    this.id = id;
    this.sys = sys;
    this.vmas = new VmaTree(this, vmas ?? sys.index.create<VmArea>(mapleTracing(sys)));
  }

  /** Where its calls take and let go of mmap_lock. */
  get points(): LockPoints {
    return (this.#points ??= lockPointsOf(this));
  }

  /** A new VMA with its own identity; not yet in the index. */
  newVma(init: VmAreaInit): VmArea {
    return new VmArea(this.sys.nextId('vma'), this, init);
  }

  newAnonVma(parent: AnonVma | null = null): AnonVma {
    return new AnonVma(this.sys.nextId('anonVma'), parent);
  }

  /** This mm, of which a field is about to change: `mm.touch('brk').brk = x`. */
  touch<Field extends keyof MmStruct>(field: Field): Touched<MmStruct, Field> {
    return this.sys.journal.touch<MmStruct, Field>(this, field);
  }

  describe(): string {
    return `mm#${this.id}`;
  }
}

/** The index of an mm, journaled: what every reader and writer of VMAs goes through (the kernel's vma_iterator). */
export class VmaTree {
  readonly #mm: MmStruct;
  readonly #sys: System;
  #index: VmaIndex<VmArea>;
  #savedInEpoch = 0;
  #writtenInCall = 0;

  constructor(mm: MmStruct, index: VmaIndex<VmArea>) {
    this.#mm = mm;
    this.#sys = mm.sys;
    this.#index = index;
  }

  /** find_vma(): the first VMA that ends above `page`. */
  find(page: number): VmArea | null {
    return this.#index.find(page)?.value ?? null;
  }

  /** vma_lookup(): the VMA that holds `page`. */
  load(page: number): VmArea | null {
    return this.#index.load(page);
  }

  /** The last VMA that ends at or below where {@link find} looks. */
  findBefore(page: number): VmArea | null {
    return this.#index.findBefore(page)?.value ?? null;
  }

  prev(vma: VmArea): VmArea | null {
    return this.findBefore(vma.start);
  }

  next(vma: VmArea): VmArea | null {
    return this.find(vma.end);
  }

  /** for_each_vma_range(), as a list: the walk may change the index. */
  inRange(start: number, end: number): VmArea[] {
    return this.#index.values(start, end);
  }

  /** find_vma_intersection() */
  intersects(start: number, end: number): boolean {
    const first = this.#index.find(start);
    return first !== null && first.start < end;
  }

  /** All VMAs, ascending. */
  all(): VmArea[] {
    return this.inRange(0, Number.MAX_SAFE_INTEGER);
  }

  entries(): IndexEntry<VmArea>[] {
    return Array.from(this.#index.range(0, Number.MAX_SAFE_INTEGER));
  }

  get size(): number {
    return this.#index.size;
  }

  emptyArea(min: number, max: number, size: number): IndexHole | null {
    return this.#index.emptyArea(min, max, size);
  }

  emptyAreaRev(min: number, max: number, size: number): IndexHole | null {
    return this.#index.emptyAreaRev(min, max, size);
  }

  /** Stores a VMA under its own range: vma_iter_store(), for which memory was set aside. */
  store(vma: VmArea): void {
    this.#write(vma.start, vma.end, vma);
  }

  /** The same where the kernel sets nothing aside: vma_iter_store_gfp(). */
  storeGfp(vma: VmArea): void {
    this.#write(vma.start, vma.end, vma, true);
  }

  /** Writes NULL over a range. */
  clear(start: number, end: number): void {
    this.#write(start, end, null);
  }

  /** The same with memory that was set aside: vma_iter_clear(). */
  clearSetAside(start: number, end: number): void {
    this.#write(start, end, null, false);
  }

  /** A reader without locks in `[start, end)`: each turn is one look. */
  *walk(start: number, end: number): Generator<IndexLook<VmArea>, void, void> {
    if (this.#index.walk !== undefined) return yield* this.#index.walk(start, end);
    for (let at = start; at < end;) {
      const entry = this.#index.find(at);
      if (entry === null || entry.start >= end) return;
      yield { at: String(at), entry };
      at = entry.end;
    }
  }

  /** Nobody reads: what stores took out is let go. */
  gracePeriod(): void {
    this.#index.gracePeriod?.();
  }

  /** The index as a tree, where it is one. */
  inspect(): TreeView | null {
    return this.#index.inspect?.((vma) => vma.id) ?? null;
  }

  /** What the index costs, where it says so. */
  cost(): IndexCost | null {
    return this.#index.cost?.() ?? null;
  }

  /**
   * What stores took out stays for readers until the next call stores: a grace period is longer than a call. Beside others it
   * stays for good: somebody may be reading.
   */
  #write(start: number, end: number, vma: VmArea | null, mayFail?: boolean): void {
    this.#save();
    if (this.#writtenInCall !== this.#sys.calls && !this.#sys.isConcurrent) {
      this.#writtenInCall = this.#sys.calls;
      this.gracePeriod();
    }
    this.#index.store(start, end, vma, mayFail);
    if (vma !== null && vma.file !== null) linkFileVma(this.#sys, vma);
  }

  /** Makes this (new, empty) index a copy of another, VMA by VMA: __mt_dup() and the loop over it. */
  dupFrom(other: VmaTree, map: (vma: VmArea) => VmArea | null): void {
    this.#save();
    this.#index = other.#index.clone(map);
  }

  #save(): void {
    const { journal } = this.#sys;
    if (!journal.recording || this.#savedInEpoch === journal.epoch) return;
    this.#savedInEpoch = journal.epoch;
    journal.push(new IndexRecord(this.#mm, this.#index));
  }
}

class IndexRecord implements JournalRecord {
  readonly #mm: MmStruct;
  readonly #index: VmaIndex<VmArea>;
  #other: IndexSnapshot;

  constructor(mm: MmStruct, index: VmaIndex<VmArea>) {
    this.#mm = mm;
    this.#index = index;
    this.#other = index.snapshot();
  }

  swap(): void {
    const now = this.#index.snapshot();
    this.#index.restore(this.#other);
    this.#other = now;
  }

  /** Entries, and the shape of a tree: readers without locks walk from node to node, dead ones too. */
  print(fingerprint: Fingerprint): void {
    if (!fingerprint.isFirst(this.#index, null)) return;
    const entries = Array.from(this.#index.range(0, Number.MAX_SAFE_INTEGER), ({ start, end, value }) => [
      start,
      end,
      value,
    ]);
    const shape = this.#index.shape?.(({ id }) => id) ?? '';
    fingerprint.print(`index of ${this.#mm.describe()}`, [entries, shape], null);
  }
}

/**
 * What prctl(2) set for an address space, in the one that comes after it: a child's, or that of the program that replaces it.
 * MDWE stays unless it was set not to.
 */
export function inheritMmFlags(heir: MmStruct, from: MmStruct): void {
  const to = unborn(heir);
  to.mdwe = (from.mdwe & PRCTL.values.PR_MDWE_NO_INHERIT) === 0n ? from.mdwe : 0n;
  to.thpDisable = from.thpDisable;
  to.mergeAny = from.mergeAny;
}
