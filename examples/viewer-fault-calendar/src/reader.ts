/** Reads the faults of a run without holding the page up: a few milliseconds of calls in each frame. */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RunSource } from '@mm-playground/api';
import { readFaults, type Fault } from './faults.ts';

/** Milliseconds of reading in one go: half of a frame. */
const SLICE_MS = 8;
const NONE: readonly Fault[] = [];

/** What a host has of a run. */
export class FaultReader implements ReactiveController {
  readonly #host: ReactiveControllerHost & EventTarget;
  #run: RunSource | null = null;
  #pageShift = 0;
  #reading: Generator<Fault[], Fault[], void> | null = null;
  #frame = 0;
  #read = 0;
  /** All faults, once everything was read. */
  faults: readonly Fault[] = NONE;

  constructor(host: ReactiveControllerHost & EventTarget) {
    this.#host = host;
    host.addController(this);
  }

  /** How much was read, 0 to 1. */
  get progress(): number {
    return this.#reading === null ? 1 : this.#read / Math.max(1, this.#run?.calls.length ?? 1);
  }

  /** Reads a run from its beginning, unless it is the one that is read. What fits into a slice is there at once. */
  adopt(run: RunSource | null, pageShift: number): void {
    if (run === this.#run && pageShift === this.#pageShift) return;
    [this.#run, this.#pageShift, this.#read, this.faults] = [run, pageShift, 0, NONE];
    this.#reading = run === null ? null : readFaults(run, pageShift);
    this.#slice();
  }

  hostConnected(): void {
    this.#goOn();
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
  }

  #goOn(): void {
    cancelAnimationFrame(this.#frame);
    if (this.#reading !== null) this.#frame = requestAnimationFrame(this.#later);
  }

  /** Nobody is there who could catch what is thrown now. */
  readonly #later = (): void => {
    try {
      this.#slice();
      this.#host.requestUpdate();
    } catch (error) {
      this.#reading = null;
      this.#host.dispatchEvent(new ErrorEvent('error', { error, message: String(error) }));
    }
  };

  #slice(): void {
    const end = performance.now() + SLICE_MS;
    while (this.#reading !== null && performance.now() < end) {
      const { done, value } = this.#reading.next();
      this.#read++;
      if (done !== true) continue;
      this.faults = value;
      this.#reading = null;
    }
    this.#goOn();
  }
}
