/**
 * The bus: one stream of everything a session says, and a stream for every name. A session emits thousands of steps in a
 * millisecond and mostly nobody listens, so emitting without a listener is one comparison, and a listener for one name
 * costs the others nothing but a look into a map.
 */

import { tracepointName } from '@mm-playground/api';
import { Observable, Subject } from 'rxjs';
import type { BusEvent, EventName, EventOf } from './events.ts';

/** A typed event bus. Made by {@link createBus}. */
export interface Bus {
  /** Whether anybody listens. An emitter may ask before it builds an event. */
  readonly observed: boolean;
  /** Every event, as it happens. Never completes and never fails: a session can always go on. */
  readonly events$: Observable<BusEvent>;
  /** Tells everybody who listens, before it returns. */
  emit(event: BusEvent): void;
  /** The events of one type (`'divergence'`), or one kernel tracepoint by name (`'mmap:vm_unmapped_area'`). */
  on<Name extends EventName>(name: Name): Observable<EventOf<Name>>;
}

class EventBus implements Bus {
  readonly #all = new Subject<BusEvent>();
  readonly #named = new Map<string, Subject<unknown>>();
  #listeners = 0;
  readonly events$: Observable<BusEvent> = this.#counted(this.#all);

  get observed(): boolean {
    return this.#listeners > 0;
  }

  emit(event: BusEvent): void {
    if (this.#listeners === 0) return;
    this.#all.next(event);
    if (this.#named.size === 0) return;
    this.#named.get(event.type)?.next(event);
    if (event.type === 'tracepoint') this.#named.get(tracepointName(event.event))?.next(event.event);
  }

  on<Name extends EventName>(name: Name): Observable<EventOf<Name>> {
    let subject = this.#named.get(name);
    if (subject === undefined) this.#named.set(name, (subject = new Subject()));
    return this.#counted(subject as Subject<EventOf<Name>>);
  }

  #counted<T>(subject: Subject<T>): Observable<T> {
    return new Observable<T>((subscriber) => {
      this.#listeners++;
      const subscription = subject.subscribe(subscriber);
      return () => {
        this.#listeners--;
        subscription.unsubscribe();
      };
    });
  }
}

/** A bus that nobody listens to yet. */
export const createBus = (): Bus => new EventBus();
