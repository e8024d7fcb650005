/**
 * Where a walk stands, and its clock while it plays. A step stays long enough to be read; on its way to the next table a point
 * travels along the link, unless the reader wants no motion.
 */

const STEP_MS = 900;
const TRAVEL_MS = 320;
const easeOut = (t: number): number => 1 - (1 - t) ** 3;

/** Plays steps `0` to `last`; tells when there is something to draw. */
export class WalkPlayer {
  readonly #changed: () => void;
  #last = 0;
  #at = 0;
  #travel = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;

  /** @param changed called when the step changed, and once a frame while the point travels. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The step at which it stands. */
  get at(): number {
    return this.#at;
  }

  get isPlaying(): boolean {
    return this.#timer !== undefined;
  }

  /** How far the point has come on its way to this step, 1 when it is there. */
  get travel(): number {
    return this.#travel;
  }

  /** Another walk, shown complete. */
  reset(last: number): void {
    this.stop();
    this.#last = last;
    this.#at = last;
  }

  to(step: number): void {
    this.stop();
    this.#at = Math.max(0, Math.min(step, this.#last));
    this.#changed();
  }

  /** From the root to the end. */
  play(isStill: boolean): void {
    this.to(0);
    const next = (): void => {
      this.#at++;
      if (!isStill) this.#move();
      this.#timer = this.#at < this.#last ? setTimeout(next, STEP_MS) : undefined;
      this.#changed();
    };
    if (this.#last > 0) this.#timer = setTimeout(next, STEP_MS);
    this.#changed();
  }

  stop(): void {
    clearTimeout(this.#timer);
    if (this.#travel < 1) cancelAnimationFrame(this.#frame);
    this.#timer = undefined;
    this.#travel = 1;
  }

  #move(): void {
    const begin = performance.now();
    this.#travel = 0;
    const tick = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - begin) / TRAVEL_MS));
      this.#travel = easeOut(t);
      if (t < 1) this.#frame = requestAnimationFrame(tick);
      this.#changed();
    };
    this.#frame = requestAnimationFrame(tick);
  }
}
