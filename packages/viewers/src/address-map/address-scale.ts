/**
 * The one place where an address becomes a pixel. An {@link AddressScale} is an axis seen through a window: `zoom` pixels
 * per unit and `offset` pixels scrolled. It is immutable; zooming and panning make new windows. x is monotone in the
 * page number and `pageAt` is its inverse.
 */

import { partition } from '../partition.ts';
import type { AddressAxis, PageRange, Segment } from './address-axis.ts';

/** Zoom and scroll. */
export interface ScaleWindow {
  /** Pixels per unit of the axis. */
  readonly zoom: number;
  /** Pixels of the content left of the area. */
  readonly offset: number;
}

/** Width of a fold in pixels, where there is room for all of them. */
const FOLD_PX = 58;
/** Share of the width that all folds together may take when everything is shown. */
const FOLD_ROOM = 0.36;
/** A page is never drawn wider than this. */
export const MAX_PAGE_PX = 128;
/** Free pixels at both ends. */
const MARGIN = 12;

/** An axis seen through a window of a given width. */
export class AddressScale {
  readonly axis: AddressAxis;
  readonly width: number;
  readonly window: ScaleWindow;
  /** Width of one fold. */
  readonly foldPx: number;

  constructor(axis: AddressAxis, width: number, window?: ScaleWindow) {
    this.axis = axis;
    this.width = width;
    this.foldPx = axis.totalFolds === 0 ? 0 : Math.min(FOLD_PX, (width * FOLD_ROOM) / axis.totalFolds);
    this.window = this.#clamped(window ?? { zoom: 0, offset: -MARGIN });
  }

  /** The x of a page's left edge; may lie outside of the area. Fractions of pages are allowed. */
  x(page: number): number {
    return this.xIn(this.segmentAt(page), page);
  }

  /** The same when the segment is known: what loops over ascending pages use. */
  xIn(segment: Segment, page: number): number {
    const left = segment.units * this.window.zoom + segment.folds * this.foldPx - this.window.offset;
    const pages = page - segment.start;
    if (segment.fold) return left + (pages / (segment.end - segment.start)) * this.foldPx;
    return left + pages * segment.density * this.window.zoom;
  }

  /** The page, with its fraction, under x. */
  pageAt(x: number): number {
    const { segments } = this.axis;
    const first = partition(segments, (segment) => this.xIn(segment, segment.end) <= x);
    const segment = segments[Math.min(first, segments.length - 1)];
    if (segment === undefined) return 0;
    const left = this.xIn(segment, segment.start);
    const share = (x - left) / Math.max(this.xIn(segment, segment.end) - left, Number.MIN_VALUE);
    return segment.start + Math.min(1, Math.max(0, share)) * (segment.end - segment.start);
  }

  /** The segment that holds a page; the last one for what lies behind the end. */
  segmentAt(page: number): Segment {
    const { segments } = this.axis;
    const i = partition(segments, (segment) => segment.end <= page);
    return (
      segments[Math.min(i, segments.length - 1)] ?? { start: 0, end: 1, fold: false, density: 1, units: 0, folds: 0 }
    );
  }

  /** Pixels per page at this page; 0 in a fold. */
  pagePx(page: number): number {
    return this.segmentAt(page).density * this.window.zoom;
  }

  /** The pages that the area shows. */
  visible(): PageRange {
    return { start: this.pageAt(0), end: this.pageAt(this.width) };
  }

  /** Whether everything is in view. */
  get isHome(): boolean {
    return this.window.zoom <= this.#homeZoom() * 1.0001;
  }

  /** Zoomed by `factor`, the page under `x` staying where it is. */
  zoomedAt(x: number, factor: number): AddressScale {
    const page = this.pageAt(x);
    const density = this.segmentAt(page).density || 1;
    const zoom = Math.min(this.window.zoom * factor, Math.max(this.window.zoom, MAX_PAGE_PX / density));
    return this.#anchored(Math.max(zoom, this.#homeZoom()), page, x);
  }

  /** Scrolled by `dx` pixels. */
  panned(dx: number): AddressScale {
    return this.withWindow({ zoom: this.window.zoom, offset: this.window.offset + dx });
  }

  /** With everything in view. */
  home(): AddressScale {
    return new AddressScale(this.axis, this.width);
  }

  /** With `range` in view, taking `share` of the width. */
  fitted(range: PageRange, share = 0.72): AddressScale {
    const [a, b] = [this.segmentAt(range.start), this.segmentAt(Math.max(range.start, range.end - 1))];
    const unitsAt = (segment: Segment, page: number): number =>
      segment.units + (page - segment.start) * segment.density;
    const units = Math.max(unitsAt(b, range.end) - unitsAt(a, range.start), Number.MIN_VALUE);
    const room = this.width * share - (b.folds - a.folds) * this.foldPx;
    const most = MAX_PAGE_PX / (a.density || 1);
    const zoom = Math.max(this.#homeZoom(), Math.min(most, Math.max(room, this.width / 4) / units));
    const wide = new AddressScale(this.axis, this.width, { zoom, offset: 0 });
    const middle = (wide.x(range.start) + wide.x(range.end)) / 2 + wide.window.offset;
    return this.withWindow({ zoom, offset: middle - this.width / 2 });
  }

  /** Scrolled just so far that `range` is in view; zoomed out where it is wider than the area. */
  revealing(range: PageRange): AddressScale {
    const [left, right] = [this.x(range.start), this.x(range.end)];
    const edge = Math.min(64, this.width / 8);
    if (left >= 0 && right <= this.width) return this;
    if (right - left > this.width - 2 * edge) return this.zoomedOutTo(range);
    return left < 0 ? this.panned(left - edge) : this.panned(right - this.width + edge);
  }

  /** {@link fitted}, but never closer than now. */
  zoomedOutTo(range: PageRange): AddressScale {
    const fit = this.fitted(range);
    return fit.window.zoom < this.window.zoom ? fit : this.panned(this.x(range.start) - this.width / 8);
  }

  /** The same axis through another window. */
  withWindow(window: ScaleWindow): AddressScale {
    return new AddressScale(this.axis, this.width, window);
  }

  /** Another axis or width, the page at `x` staying where it is and the zoom being kept. */
  movedTo(axis: AddressAxis, width: number, x: number = this.width / 2): AddressScale {
    const next = new AddressScale(axis, width, this.window);
    if (this.isHome) return next.home();
    return next.#anchored(this.window.zoom, this.pageAt(x), (x / this.width) * width);
  }

  #anchored(zoom: number, page: number, x: number): AddressScale {
    const there = new AddressScale(this.axis, this.width, { zoom, offset: 0 });
    return this.withWindow({ zoom, offset: there.x(page) + there.window.offset - x });
  }

  #homeZoom(): number {
    const room = this.width - 2 * MARGIN - this.axis.totalFolds * this.foldPx;
    return Math.max(room, 1) / this.axis.totalUnits;
  }

  #clamped(window: ScaleWindow): ScaleWindow {
    const zoom = Math.max(window.zoom, this.#homeZoom());
    const content = this.axis.totalUnits * zoom + this.axis.totalFolds * this.foldPx;
    const most = Math.max(-MARGIN, content - this.width + MARGIN);
    return { zoom, offset: Math.min(most, Math.max(-MARGIN, window.offset)) };
  }
}

/** The window `t` (0..1) of the way between two: the point that stays put in both stays put on the way. */
export function between(a: ScaleWindow, b: ScaleWindow, t: number): ScaleWindow {
  const zoom = a.zoom * (b.zoom / a.zoom) ** t;
  const [from, to] = [a.offset / a.zoom, b.offset / b.zoom];
  const flat = Math.abs(b.zoom / a.zoom - 1) < 1e-3;
  const share = flat ? t : (1 / zoom - 1 / a.zoom) / (1 / b.zoom - 1 / a.zoom);
  return { zoom, offset: (from + (to - from) * share) * zoom };
}
