/** What a procedure has to flush from the TLB before it lets go: one range, as large as the entries that changed. */

import type { MmStruct } from '../mm/mm-struct.ts';
import { flushTlb } from './tlb.ts';

/** Above as many pages the whole TLB is flushed: x86's tlb_single_page_flush_ceiling. */
const FLUSH_CEILING = 33;

export class TlbRange {
  readonly #mm: MmStruct;
  #start = Infinity;
  #end = 0;

  constructor(mm: MmStruct) {
    this.#mm = mm;
  }

  /** An entry that the MMU could have cached changed. From now until the flush CPUs may know something else than the tables. */
  add(page: number, pages: number): void {
    if (this.#end === 0) this.#mm.touch('tlbFlushPending').tlbFlushPending++;
    this.#start = Math.min(this.#start, page);
    this.#end = Math.max(this.#end, page + pages);
  }

  /** Flushes, if there is anything. */
  flush(): void {
    if (this.#end === 0) return;
    const { sys } = this.#mm;
    const pages = this.#end - this.#start;
    const isFull = pages > FLUSH_CEILING;
    if (sys.isConcurrent) flushTlb(this.#mm, isFull ? 0 : this.#start, isFull ? Infinity : this.#end);
    sys.trace?.tracepoint({
      system: 'tlb',
      name: 'tlb_flush',
      reason: 'local MM shootdown',
      pages: isFull ? -1 : pages,
    });
    this.#mm.touch('tlbFlushPending').tlbFlushPending--;
    this.#start = Infinity;
    this.#end = 0;
  }
}
