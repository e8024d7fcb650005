/**
 * Lists of free blocks: doubly linked, so that a block leaves from the middle at once, and journaled link by link. A block that
 * left is put back behind the one that it was behind; as records are undone in their order, that one is there again.
 */

import type { Journal, JournalRecord } from '../journal/journal.ts';

/** A free block. Immutable but for its place in a list. */
export class FreeBlock {
  readonly pfn: number;
  readonly order: number;
  /** Neighbours in its list; the list itself at the ends. */
  prev: FreeBlock = this;
  next: FreeBlock = this;

  constructor(pfn: number, order: number) {
    this.pfn = pfn;
    this.order = order;
  }
}

/** A list of free blocks, first to last. */
export class FreeList extends FreeBlock {
  count = 0;

  constructor(order: number) {
    super(-1, order);
  }

  get first(): FreeBlock | null {
    return this.next === this ? null : this.next;
  }

  get last(): FreeBlock | null {
    return this.prev === this ? null : this.prev;
  }

  /** Puts a block behind one of the list, or behind the list itself: to the front. */
  link(block: FreeBlock, behind: FreeBlock): void {
    block.prev = behind;
    block.next = behind.next;
    behind.next.prev = block;
    behind.next = block;
    this.count++;
  }

  unlink(block: FreeBlock): void {
    block.prev.next = block.next;
    block.next.prev = block.prev;
    this.count--;
  }

  *blocks(): Iterable<FreeBlock> {
    for (let block = this.first; block !== null; block = block.next === this ? null : block.next) yield block;
  }
}

/** A block that came into a list or went out of it. Going back in order finds its neighbour where it was. */
class LinkRecord implements JournalRecord {
  readonly #owner: BlockOwner;
  readonly #list: FreeList;
  readonly #block: FreeBlock;
  readonly #behind: FreeBlock;
  #isIn: boolean;

  constructor(owner: BlockOwner, list: FreeList, block: FreeBlock, behind: FreeBlock, isIn: boolean) {
    this.#owner = owner;
    this.#list = list;
    this.#block = block;
    this.#behind = behind;
    this.#isIn = isIn;
  }

  swap(): void {
    if (this.#isIn) this.#list.unlink(this.#block);
    else this.#list.link(this.#block, this.#behind);
    this.#isIn = !this.#isIn;
    this.#owner.moved(this.#block, this.#isIn);
  }

  /** No call can notice which of two free frames it gets. */
  print(): void {}
}

/** Who keeps account of the blocks in a list. */
interface BlockOwner {
  moved(block: FreeBlock, isIn: boolean): void;
}

/** Blocks in lists, journaled. */
export class BlockLists implements BlockOwner {
  readonly #journal: Journal;
  /** Pages in all lists. */
  pages = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  moved(block: FreeBlock, isIn: boolean): void {
    this.pages += isIn ? 1 << block.order : -(1 << block.order);
  }

  put(list: FreeList, block: FreeBlock, where: 'first' | 'last'): void {
    const behind = where === 'first' ? list : list.prev;
    list.link(block, behind);
    this.moved(block, true);
    if (this.#journal.recording) this.#journal.push(new LinkRecord(this, list, block, behind, true));
  }

  take(list: FreeList, block: FreeBlock): void {
    const behind = block.prev;
    list.unlink(block);
    this.moved(block, false);
    if (this.#journal.recording) this.#journal.push(new LinkRecord(this, list, block, behind, false));
  }
}
