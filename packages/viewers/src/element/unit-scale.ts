/**
 * The one place where a unit (the width of a leaf of a tree, of a table, of a moment of a run) becomes pixels: a window on the layout,
 * `zoom` pixels a unit and `offset` pixels scrolled. Immutable.
 */

import type { ScaleWindow } from '../address-map/address-scale.ts';

/** Free pixels at both ends. */
export const MARGIN = 10;
/** What is revealed keeps this share of the width to the edges. */
const REVEAL_SHARE = 0.2;
/** Is clamped to what fits. */
const EVERYTHING: ScaleWindow = { zoom: 0, offset: 0 };

/** See the file's comment. */
export class UnitScale {
  readonly units: number;
  readonly width: number;
  readonly window: ScaleWindow;
  /** The most pixels of a unit. */
  readonly most: number;

  constructor(units: number, width: number, most: number, window: ScaleWindow = EVERYTHING) {
    this.units = Math.max(units, 1);
    this.width = width;
    this.most = most;
    this.window = this.#clamped(window);
  }

  get zoom(): number {
    return this.window.zoom;
  }

  /** x of a unit's left edge. */
  x(unit: number): number {
    return unit * this.window.zoom - this.window.offset;
  }

  /** The unit, with its fraction, under x. */
  unitAt(x: number): number {
    return (x + this.window.offset) / this.window.zoom;
  }

  get isHome(): boolean {
    return this.window.zoom <= this.#fitting + 1e-9;
  }

  /** Everything. */
  home(): UnitScale {
    return new UnitScale(this.units, this.width, this.most);
  }

  withWindow(window: ScaleWindow): UnitScale {
    return new UnitScale(this.units, this.width, this.most, window);
  }

  zoomedAt(x: number, factor: number): UnitScale {
    const zoom = this.#zoomWithin(this.window.zoom * factor);
    return this.withWindow({ zoom, offset: this.unitAt(x) * zoom - x });
  }

  panned(dx: number): UnitScale {
    return this.withWindow({ zoom: this.window.zoom, offset: this.window.offset + dx });
  }

  /** So that these units fill the width. */
  fitted(from: number, units: number): UnitScale {
    const zoom = this.#zoomWithin((this.width - 2 * MARGIN) / units);
    return this.withWindow({ zoom, offset: (from + units / 2) * zoom - this.width / 2 });
  }

  /** Panned so far that the unit is in view; itself where it is. */
  revealing(unit: number): UnitScale {
    const x = this.x(unit + 0.5);
    if (x >= 0 && x <= this.width) return this;
    const goal = x < 0 ? this.width * REVEAL_SHARE : this.width * (1 - REVEAL_SHARE);
    return this.panned(x - goal);
  }

  /** The same place in another layout or width. */
  movedTo(units: number, width: number, most = this.most): UnitScale {
    return new UnitScale(units, width, most, this.isHome ? EVERYTHING : this.window);
  }

  get #fitting(): number {
    return Math.min(Math.max(this.width - 2 * MARGIN, 1) / this.units, this.most);
  }

  #zoomWithin(zoom: number): number {
    return Math.min(Math.max(zoom, this.#fitting), this.most);
  }

  #clamped({ zoom, offset }: ScaleWindow): ScaleWindow {
    const within = this.#zoomWithin(zoom);
    const content = this.units * within;
    if (content <= this.width - 2 * MARGIN) return { zoom: within, offset: (content - this.width) / 2 };
    return { zoom: within, offset: Math.min(Math.max(offset, -MARGIN), content - this.width + MARGIN) };
  }
}
