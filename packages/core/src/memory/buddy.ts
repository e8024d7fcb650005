/**
 * The buddy allocator of one zone: free blocks of 2^order pages, in lists by order and migrate type. Taking a block splits a
 * larger one, giving one back joins it with its buddy for as long as that is free, too. @kernel 6.18 mm/page_alloc.c
 *
 * Invariants: a block of order n begins at a multiple of 2^n; no two free blocks overlap; two buddies of one order are never
 * both free, unless they have the largest order. Memory that was never touched is a range of largest blocks, which are the
 * last of their list: making a machine costs nothing, however much memory it has.
 *
 * Taking and giving back cost one step an order. Each is undone by a record of its own: which block was put behind which.
 */

import type { Journal, JournalRecord } from '../journal/journal.ts';
import { BlockLists, FreeBlock, FreeList } from './free-list.ts';
import { Untouched, type FrameRange } from './untouched.ts';

/** What a pageblock is for. The other types of the kernel are not modelled. */
export type BlockType = 'Unmovable' | 'Movable' | 'Reclaimable';

/** Every type, in the order of /proc/pagetypeinfo. */
export const BLOCK_TYPES: readonly BlockType[] = Object.freeze(['Unmovable', 'Movable', 'Reclaimable']);

/** What a zone's allocator is made for. */
export interface BuddyInit {
  readonly journal: Journal;
  readonly maxOrder: number;
  readonly pageblockOrder: number;
  /** Memory that it has to give: ascending ranges of frames, half-open. */
  readonly ranges: readonly FrameRange[];
}

/** Which types a request takes from where its own has nothing left, in this order. */
const FALLBACKS: Readonly<Record<BlockType, readonly BlockType[]>> = {
  Unmovable: ['Reclaimable', 'Movable'],
  Movable: ['Reclaimable', 'Unmovable'],
  Reclaimable: ['Unmovable', 'Movable'],
};

/** Free blocks of a zone. */
export class Buddy extends BlockLists {
  readonly maxOrder: number;
  readonly pageblockOrder: number;
  readonly #journal: Journal;
  readonly #lists: Readonly<Record<BlockType, readonly FreeList[]>>;
  /** Every block in a list, by its first page. */
  readonly #blocks = new Map<number, FreeBlock>();
  /** Pageblocks that are not movable, by number. */
  readonly #types = new Map<number, BlockType>();
  readonly #untouched: Untouched;

  constructor({ journal, maxOrder, pageblockOrder, ranges }: BuddyInit) {
    super(journal);
    this.#journal = journal;
    this.maxOrder = maxOrder;
    this.pageblockOrder = pageblockOrder;
    const lists = (): FreeList[] => Array.from({ length: maxOrder + 1 }, (_, order) => new FreeList(order));
    this.#lists = { Unmovable: lists(), Movable: lists(), Reclaimable: lists() };
    this.#untouched = new Untouched(2 ** maxOrder, ranges);
    for (const { start, end } of this.#untouched.edges) this.#addEdge(start, end);
  }

  /** A range that is too small for a largest block: in the largest pieces that fit. */
  #addEdge(start: number, end: number): void {
    for (let pfn = start; pfn < end;) {
      let order = this.maxOrder;
      while (pfn % 2 ** order !== 0 || pfn + 2 ** order > end) order--;
      this.put(this.#list('Movable', order), new FreeBlock(pfn, order), 'last');
      pfn += 2 ** order;
    }
  }

  override moved(block: FreeBlock, isIn: boolean): void {
    super.moved(block, isIn);
    if (isIn) this.#blocks.set(block.pfn, block);
    else this.#blocks.delete(block.pfn);
  }

  /** Pages that are free. */
  get free(): number {
    return this.pages + this.#untouched.pages;
  }

  /** Free blocks of a type and an order. */
  count(type: BlockType, order: number): number {
    const untouched = type === 'Movable' && order === this.maxOrder ? this.#untouched.blocks : 0;
    return this.#list(type, order).count + untouched;
  }

  #list(type: BlockType, order: number): FreeList {
    const list = this.#lists[type][order];
    if (list === undefined) throw new RangeError(`there are no blocks of order ${order}`);
    return list;
  }

  /** Whether a block of at least this order is free, of any type. */
  has(order: number): boolean {
    if (this.#untouched.blocks > 0) return true;
    for (let at = order; at <= this.maxOrder; at++)
      if (BLOCK_TYPES.some((type) => this.#list(type, at).count > 0)) return true;
    return false;
  }

  /** The type of the pageblock that a page lies in. */
  typeOf(pfn: number): BlockType {
    return this.#types.get(pfn >>> this.pageblockOrder) ?? 'Movable';
  }

  /** How many pageblocks are of a type other than movable. */
  pageblocks(type: 'Unmovable' | 'Reclaimable'): number {
    let count = 0;
    for (const each of this.#types.values()) if (each === type) count++;
    return count;
  }

  /** The smallest block that has room, split down to the order: __rmqueue_smallest(). Null where the type has none. */
  takeSmallest(order: number, type: BlockType): number | null {
    for (let from = order; from <= this.maxOrder; from++) {
      const pfn = this.#takeFirst(from, type);
      if (pfn === null) continue;
      this.#expand(pfn, order, from, type);
      return pfn;
    }
    return null;
  }

  #takeFirst(order: number, type: BlockType): number | null {
    const list = this.#list(type, order);
    const block = list.first;
    if (block !== null) {
      this.take(list, block);
      return block.pfn;
    }
    return type === 'Movable' && order === this.maxOrder ? this.#untouched.take(this.#journal) : null;
  }

  /** Gives back the upper halves: expand(). */
  #expand(pfn: number, order: number, from: number, type: BlockType): void {
    for (let half = from - 1; half >= order; half--)
      this.put(this.#list(type, half), new FreeBlock(pfn + 2 ** half, half), 'first');
  }

  /**
   * The largest block of another type, from `least` up, with which its whole pageblocks change their type:
   * __rmqueue_claim(). Null where there is none.
   */
  claim(order: number, type: BlockType, least: number): number | null {
    for (let from = this.maxOrder; from >= Math.max(order, least); from--)
      for (const other of FALLBACKS[type]) {
        const pfn = this.#takeFirst(from, other);
        if (pfn === null) continue;
        this.#setType(pfn, from, type);
        this.#expand(pfn, order, from, type);
        return pfn;
      }
    return null;
  }

  #setType(pfn: number, order: number, type: BlockType): void {
    const first = pfn >>> this.pageblockOrder;
    const blocks = Math.max(2 ** (order - this.pageblockOrder), 1);
    for (let block = first; block < first + blocks; block++) {
      if (this.#journal.recording) this.#journal.push(new TypeRecord(this.#types, block));
      if (type === 'Movable') this.#types.delete(block);
      else this.#types.set(block, type);
    }
  }

  /** Gives a block back: __free_one_page(). It joins its buddy, and the two of them theirs. */
  giveBack(start: number, startOrder: number, type: BlockType): void {
    let pfn = start;
    let order = startOrder;
    for (; order < this.maxOrder; order++) {
      const buddy = this.#blocks.get(buddyOf(pfn, order));
      if (buddy === undefined || buddy.order !== order) break;
      const buddyType = this.typeOf(buddy.pfn);
      this.take(this.#list(buddyType, order), buddy);
      if (order >= this.pageblockOrder && buddyType !== type) this.#setType(buddy.pfn, order, type);
      pfn = Math.min(pfn, buddy.pfn);
    }
    this.put(this.#list(type, order), new FreeBlock(pfn, order), this.#isMergeLikely(pfn, order) ? 'last' : 'first');
  }

  /** Whether the block above is free but for the buddy, which may come soon: then this one is used last. */
  #isMergeLikely(pfn: number, order: number): boolean {
    if (order >= this.maxOrder - 1) return false;
    const above = buddyOf(Math.min(pfn, buddyOf(pfn, order)), order + 1);
    return this.#blocks.get(above)?.order === order + 1;
  }

  /** The free block that a page lies in, or null. */
  blockAt(pfn: number): { readonly pfn: number; readonly order: number } | null {
    for (let order = 0; order <= this.maxOrder; order++) {
      const block = this.#blocks.get(pfn - (pfn % 2 ** order));
      if (block !== undefined && block.order === order) return block;
    }
    return this.#untouched.has(pfn) ? { pfn: pfn - (pfn % 2 ** this.maxOrder), order: this.maxOrder } : null;
  }
}

/** The other half of what a block is a half of. Frame numbers of the machine have 21 bits. */
const buddyOf = (pfn: number, order: number): number => pfn ^ (1 << order);

/** The type of a pageblock before and after. */
class TypeRecord implements JournalRecord {
  readonly #types: Map<number, BlockType>;
  readonly #block: number;
  #other: BlockType | undefined;

  constructor(types: Map<number, BlockType>, block: number) {
    this.#types = types;
    this.#block = block;
    this.#other = types.get(block);
  }

  swap(): void {
    const now = this.#types.get(this.#block);
    if (this.#other === undefined) this.#types.delete(this.#block);
    else this.#types.set(this.#block, this.#other);
    this.#other = now;
  }

  /** No call can notice it. */
  print(): void {}
}
