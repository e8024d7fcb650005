/** The judge of positions: one in a sorted list, which it walks anew for every step. For lists that hold something. */

import { MAX_INDEX, type MaStatus } from '../index.ts';
import type { Named, SortedList } from './sorted-list.ts';

/** An entry or a hole. */
interface Slot {
  readonly index: number;
  readonly last: number;
  readonly value: Named | null;
}

/** See the file's comment. */
export class NaivePosition {
  readonly #list: SortedList;
  index = 0;
  last = 0;
  status: MaStatus = 'start';

  constructor(list: SortedList) {
    this.#list = list;
  }

  set(index: number): void {
    this.index = this.last = index;
    this.status = 'start';
  }

  walk(): Named | null {
    this.status = 'active';
    return this.#take(this.#slotAt(this.index));
  }

  find(max: number): Named | null {
    if (this.status === 'start' ? this.index > max : this.last >= max) return null;
    if (this.status === 'active') return this.#search(max, 1);
    if (this.status === 'pause') this.set(this.last + 1);
    const here = this.walk();
    return here !== null || this.last >= max ? here : this.#search(max, 1);
  }

  findRev(min: number): Named | null {
    if (this.status === 'start' ? this.index < min : this.index <= min) return null;
    if (this.status === 'active') return this.#search(min, -1);
    if (this.status === 'pause') this.set(this.index - 1);
    const here = this.walk();
    return here !== null || this.index <= min ? here : this.#search(min, -1);
  }

  next(max: number): Named | null {
    return this.last >= max ? this.#refused('overflow') : this.#stepFrom('underflow', max, 1);
  }

  prev(min: number): Named | null {
    return this.index <= min ? this.#refused('underflow') : this.#stepFrom('overflow', min, -1);
  }

  #stepFrom(otherSide: MaStatus, limit: number, by: 1 | -1): Named | null {
    const before = this.status;
    const stands = before === 'active' || (before !== otherSide && (before === 'overflow' || before === 'underflow'));
    const here = stands ? null : this.walk();
    this.status = 'active';
    return before === otherSide && here !== null ? here : this.#step(limit, by);
  }

  #search(limit: number, by: 1 | -1): Named | null {
    const found = this.#step(limit, by);
    this.status = 'active';
    return found;
  }

  #step(limit: number, by: 1 | -1): Named | null {
    for (;;) {
      if (by === 1 ? this.last >= limit : this.index <= limit)
        return this.#refused(by === 1 ? 'overflow' : 'underflow');
      // What lies there now, if somebody has written since.
      const here = this.#slotAt(by === 1 ? this.last : this.index);
      const beside = by === 1 ? here.last + 1 : here.index - 1;
      const value = this.#take(beside < 0 || beside > MAX_INDEX ? { ...here, value: null } : this.#slotAt(beside));
      if (value !== null) return value;
    }
  }

  #refused(status: MaStatus): null {
    this.status = status;
    return null;
  }

  #take({ index, last, value }: Slot): Named | null {
    this.index = index;
    this.last = last;
    return value;
  }

  #slotAt(at: number): Slot {
    const entry = this.#list.find(at);
    if (entry !== null && entry.index <= at) return entry;
    const before = this.#list.findBefore(at);
    return { index: (before?.last ?? -1) + 1, last: (entry?.index ?? MAX_INDEX + 1) - 1, value: null };
  }
}
