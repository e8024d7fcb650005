/** Recording: what went over the bus, kept for who comes later (a test, a report, a bug to file). */

import type { Observable } from 'rxjs';

/** A recording under way. */
export interface Recording<T> {
  /** What was kept so far, oldest first. Grows until {@link stop}. */
  readonly events: readonly T[];
  /** How many older ones were dropped to keep within the limit. */
  readonly dropped: number;
  /** Stops; what was kept stays. */
  stop(): void;
}

/** What {@link record} may be told. */
export interface RecordOptions {
  /** Keeps only the newest so many; all unless said. @throws RangeError below 1. */
  readonly limit?: number;
}

/**
 * Keeps what comes from a stream.
 *
 * ```ts
 * const recording = record(bus.on('divergence'), { limit: 1000 });
 * ```
 */
export function record<T>(stream: Observable<T>, { limit = Infinity }: RecordOptions = {}): Recording<T> {
  if (!(limit >= 1)) throw new RangeError(`a recording of ${limit} events keeps nothing; the limit is 1 or more`);
  const events: T[] = [];
  let dropped = 0;
  const subscription = stream.subscribe((event) => {
    events.push(event);
    if (events.length <= limit) return;
    events.shift();
    dropped++;
  });
  return {
    events,
    get dropped() {
      return dropped;
    },
    stop: () => subscription.unsubscribe(),
  };
}
