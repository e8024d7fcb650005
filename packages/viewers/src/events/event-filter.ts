/**
 * Which events are shown. Filtering goes through all of them in slices, so that 10^6 of them leave the page alive: kind and task are
 * looked at first, because they cost nothing; what an event shows is only made where somebody asks for it.
 */

import type { LitElement, ReactiveController } from 'lit';
import type { EventKind } from './event-kinds.ts';
import type { EventLog, LogEvent } from './event-log.ts';
import { overlap, type AddressRange } from './event-range.ts';

/** What is wanted; empty means everything. */
export interface EventFilter {
  /** Of these kinds; of any, where there are none. */
  readonly kinds: ReadonlySet<EventKind>;
  /** A part of the kernel's name: `merge`. */
  readonly name: string;
  /** Events that are about one of these bytes. */
  readonly range: AddressRange | null;
  /** The task that called; null is any. */
  readonly task: string | null;
  /** Words of the line. */
  readonly text: string;
}

/** Everything. */
export const NO_FILTER: EventFilter = Object.freeze({
  kinds: new Set<never>(),
  name: '',
  range: null,
  task: null,
  text: '',
});

/** Whether a filter lets everything through. */
export const isOpen = ({ kinds, name, range, task, text }: EventFilter): boolean =>
  kinds.size === 0 && name.trim() === '' && range === null && task === null && text.trim() === '';

/** How many events are looked at before somebody may interrupt. */
const BATCH = 256;

/** The numbers of the rows that a filter lets through, a batch at a time. */
export function* matchingRows(log: EventLog, filter: EventFilter): Generator<readonly number[], void, void> {
  const looksInside = !isOpen({ ...filter, kinds: NO_FILTER.kinds, task: null });
  const matches = matcher(filter);
  let found: number[] = [];
  let looked = 0;
  for (let call = 0; call < log.calls; call++) {
    if (filter.task !== null && log.taskOf(call) !== filter.task) continue;
    const start = log.startOf(call);
    const count = log.startOf(call + 1) - start;
    for (let inside = 0; inside < count; inside++) {
      const isKind = filter.kinds.size === 0 || filter.kinds.has(log.kindAt(call, inside));
      if (isKind && (!looksInside || matches(log.at(start + inside)))) found.push(start + inside);
      if (++looked % BATCH !== 0) continue;
      yield found;
      found = [];
    }
  }
  yield found;
}

/** Whether an event has what is asked for, whatever its kind and task. */
function matcher({ name, range, text }: EventFilter): (event: LogEvent) => boolean {
  const part = name.trim().toLowerCase();
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return (event) => {
    if (part !== '' && !event.name.toLowerCase().includes(part)) return false;
    if (range !== null && (event.range === null || !overlap(event.range, range))) return false;
    if (words.length === 0) return true;
    const line = `${event.name} ${event.text}`.toLowerCase();
    return words.every((word) => line.includes(word));
  };
}

/** A slice is a part of a frame. */
const SLICE_MS = 8;

/** Filters for its host, the newest filter winning, a slice a frame. */
export class FilterController implements ReactiveController {
  readonly #host: LitElement;
  #rows: number[] | null = null;
  #running: Generator<readonly number[], void, void> | null = null;
  #frame = 0;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  /** The rows that were found so far, ascending; null where all of them are shown. */
  get rows(): readonly number[] | null {
    return this.#rows;
  }

  /** Whether there is more to look through. */
  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Begins anew; what can be found within a slice is there at once. */
  run(log: EventLog, filter: EventFilter): void {
    if (this.#running !== null) cancelAnimationFrame(this.#frame);
    this.#rows = isOpen(filter) ? null : [];
    this.#running = this.#rows === null ? null : matchingRows(log, filter);
    this.#slice();
  }

  hostConnected(): void {
    if (this.#running !== null) this.#slice();
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
  }

  #slice(): void {
    const until = performance.now() + SLICE_MS;
    while (this.#running !== null && this.#rows !== null) {
      const { done, value } = this.#running.next();
      if (done === true) this.#running = null;
      else for (const row of value) this.#rows.push(row);
      if (performance.now() < until) continue;
      this.#frame = requestAnimationFrame(() => {
        this.#slice();
        this.#host.requestUpdate();
      });
      return;
    }
  }
}
