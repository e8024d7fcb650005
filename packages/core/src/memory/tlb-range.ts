/** What a procedure has to flush from the TLB before it lets go: one range, as large as the entries that changed. */

import type { MmStruct } from '../mm-struct.ts';

/** Above as many pages the whole TLB is flushed: x86's tlb_single_page_flush_ceiling. */
const FLUSH_CEILING = 33;

export class TlbRange {
  readonly #mm: MmStruct;
  #start = Infinity;
  #end = 0;

  constructor(mm: MmStruct) {
    this.#mm = mm;
  }

  /** An entry that the MMU could have cached changed. */
  add(page: number, pages: number): void {
    this.#start = Math.min(this.#start, page);
    this.#end = Math.max(this.#end, page + pages);
  }

  /** Flushes, if there is anything. */
  flush(): void {
    const pages = this.#end - this.#start;
    if (pages <= 0) return;
    this.#mm.sys.trace?.tracepoint({
      system: 'tlb',
      name: 'tlb_flush',
      reason: 'local MM shootdown',
      pages: pages > FLUSH_CEILING ? -1 : pages,
    });
    this.#start = Infinity;
    this.#end = 0;
  }
}
