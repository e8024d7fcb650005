/** A short flight from one window to another: motion says where the picture went. With reduced motion there is none. */

import { between, type ScaleWindow } from '../address-map/address-scale.ts';

const DURATION_MS = 240;
const easeOut = (t: number): number => 1 - (1 - t) ** 3;

/** Calls `show` once a frame until `to` is reached. */
export class Flight {
  #frame = 0;
  #goal: ScaleWindow | null = null;

  /** Where it leads while it is under way: a second key press goes on from there. */
  get goal(): ScaleWindow | null {
    return this.#goal;
  }

  /** Starts; a flight that is under way ends where it is. */
  start(from: ScaleWindow, to: ScaleWindow, show: (window: ScaleWindow) => void): void {
    this.stop();
    this.#goal = to;
    const begin = performance.now();
    const tick = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - begin) / DURATION_MS));
      if (t < 1) this.#frame = requestAnimationFrame(tick);
      else this.stop();
      show(t < 1 ? between(from, to, easeOut(t)) : to);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  stop(): void {
    if (this.#frame !== 0) cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#goal = null;
  }
}
