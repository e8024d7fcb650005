/** The window that a viewer has on its content: where it is, and how it gets elsewhere, with a short flight or at once. */

import type { LitElement, ReactiveController } from 'lit';
import type { ScaleWindow } from '../address-map/address-scale.ts';
import { Flight } from './flight.ts';
import type { WindowKey } from './window-keys.ts';
import type { ZoomButtons } from './zoom-buttons.templates.ts';

const ZOOM_STEP = 1.6;

/** A scale through a window: immutable, each of these makes another one. */
export interface WindowedScale<S> {
  readonly width: number;
  readonly window: ScaleWindow;
  withWindow(window: ScaleWindow): S;
  zoomedAt(x: number, factor: number): S;
  panned(dx: number): S;
  home(): S;
}

/** Holds the scale of its host. */
export class ZoomController<S extends WindowedScale<S>> implements ReactiveController {
  readonly #host: LitElement;
  readonly #isStill: () => boolean;
  readonly #left: () => void;
  readonly #flight = new Flight();
  #scale: S | null = null;

  /**
   * @param isStill whether motion is to be reduced
   * @param left called when the picture moves away under the pointer
   */
  constructor(host: LitElement, isStill: () => boolean, left: () => void) {
    this.#host = host;
    this.#isStill = isStill;
    this.#left = left;
    host.addController(this);
  }

  /** The scale now; null until the host has one. */
  get scale(): S | null {
    return this.#scale;
  }

  /** Where the window is, or will be when it has arrived. */
  get goal(): S | null {
    const [scale, { goal }] = [this.#scale, this.#flight];
    return scale === null || goal === null ? scale : scale.withWindow(goal);
  }

  hostDisconnected(): void {
    this.#flight.stop();
  }

  /** Another scale, for another content or size; in the midst of an update. */
  adopt(scale: S | null): void {
    this.#flight.stop();
    this.#scale = scale;
  }

  /** Moves at once, as far as a gesture says. */
  move(to: (scale: S) => S): void {
    if (this.#scale === null) return;
    this.adopt(to(this.#scale));
    this.#left();
    this.#host.requestUpdate();
  }

  /** Flies there from where it is. */
  fly(to: (goal: S) => S): void {
    const [from, goal] = [this.#scale, this.goal];
    if (from === null || goal === null) return;
    if (this.#isStill()) return this.move(() => to(goal));
    const there = to(goal);
    this.#left();
    this.#flight.start(from.window, there.window, (window) => {
      this.#scale = there.withWindow(window);
      this.#host.requestUpdate();
    });
  }

  /** Does what a key asks. Zooming is around `x`, or around the middle where that is not in view. */
  press(key: WindowKey, x: (goal: S) => number | null): void {
    this.fly((goal) => {
      if (key.kind === 'all') return goal.home();
      if (key.kind === 'scroll') return goal.panned(key.share * goal.width);
      const at = x(goal);
      return goal.zoomedAt(at !== null && at > 0 && at < goal.width ? at : goal.width / 2, ZOOM_STEP ** key.steps);
    });
  }

  /** What the buttons of a picture do. */
  buttons(x: (goal: S) => number | null): ZoomButtons {
    return {
      out: () => this.press({ kind: 'zoom', steps: -1 }, x),
      in: () => this.press({ kind: 'zoom', steps: 1 }, x),
      all: () => this.press({ kind: 'all' }, x),
    };
  }
}
