/**
 * Long lists in the DOM: only the rows in view are there, with two spacers for the rest. Rows have one height. Lists of up
 * to {@link ALL_ROWS} rows are there as a whole, so that the browser's own search finds them. Browsers lay out nothing that is
 * taller than some 17 to 33 million pixels: a list of 10^6 rows is scrolled through a shorter box, in larger strides.
 */

import type { LitElement, ReactiveController } from 'lit';
import type { SheetController } from './sheet-controller.ts';

/** Lists up to this length are not virtualised. */
export const ALL_ROWS = 200;
const OVERSCAN = 12;
/** No list is made taller than this. */
const TALLEST_PX = 12_000_000;

/** Rows `[first, last)` are in the DOM. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
  /** Pixels above and below. */
  readonly before: number;
  readonly after: number;
}

/** The rows to put into the DOM for a scroll position. */
export function rowWindow(count: number, rowPx: number, scrollTop: number, viewPx: number): RowWindow {
  if (count <= ALL_ROWS) return { first: 0, last: count, before: 0, after: 0 };
  const tall = Math.min(count * rowPx, TALLEST_PX);
  const top = Math.min(scrollTop, Math.max(0, tall - viewPx));
  const into = top * strideOf(count, rowPx, viewPx);
  const first = Math.max(0, Math.floor(into / rowPx) - OVERSCAN);
  const last = Math.min(count, Math.ceil((into + viewPx) / rowPx) + OVERSCAN);
  const before = Math.max(0, top - (into - first * rowPx));
  return { first, last, before, after: Math.max(0, tall - before - (last - first) * rowPx) };
}

/** How many pixels of rows a pixel of scrolling passes: 1, unless the list is taller than a box can be. */
function strideOf(count: number, rowPx: number, viewPx: number): number {
  const whole = count * rowPx;
  return whole <= TALLEST_PX ? 1 : (whole - viewPx) / (TALLEST_PX - viewPx);
}

const DEFAULT_ROW_PX = 22;
const DEFAULT_VIEW_PX = 480;

/**
 * Virtualises a scroller of its host. The template has an element `.scroll`, spacers `.before` and `.after`, and rows with
 * the class `row`.
 */
export class RowsController implements ReactiveController {
  readonly #host: LitElement;
  readonly #sheet: SheetController;
  readonly #count: () => number;
  #scroller: Element | null = null;
  #observer: ResizeObserver | undefined;
  #rowPx = DEFAULT_ROW_PX;
  #headPx = 0;
  #wish: number | null = null;
  /** Where the scroller was: an element that is moved in the page comes back scrolled to its beginning. */
  #top = 0;
  #rendered = '';

  constructor(host: LitElement, sheet: SheetController, count: () => number) {
    this.#host = host;
    this.#sheet = sheet;
    this.#count = count;
    host.addController(this);
  }

  /** The rows to render now. */
  get window(): RowWindow {
    const [top, view] = [this.#scroller?.scrollTop ?? 0, this.#scroller?.clientHeight ?? DEFAULT_VIEW_PX];
    const window = rowWindow(this.#count(), this.#rowPx, this.#wishedTop(top, view), view);
    this.#rendered = `${window.first}-${window.last}`;
    return window;
  }

  /** Scrolls row `index` into view after the next update. */
  reveal(index: number): void {
    this.#wish = index;
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    if (this.#host.hasUpdated) this.#host.requestUpdate();
  }

  hostUpdated(): void {
    this.#attach();
    // A short list is there as a whole: measuring it would lay out the page once more, for nothing.
    const isWhole = this.#count() <= ALL_ROWS && this.#wish === null;
    if (isWhole) this.#sheet.set('');
    if (this.#scroller === null || isWhole) return;
    const row = this.#host.renderRoot.querySelector('.row');
    this.#rowPx = row?.getBoundingClientRect().height || this.#rowPx;
    this.#headPx = this.#host.renderRoot.querySelector('.head')?.getBoundingClientRect().height ?? 0;
    const rendered = this.#rendered;
    const { before, after, first, last } = this.window;
    if (rendered !== `${first}-${last}`) this.#host.requestUpdate();
    this.#sheet.set(`.before{block-size:${before}px}.after{block-size:${after}px}`);
    const [scroller, wish] = [this.#scroller, this.#wish];
    if (scroller === null || wish === null || scroller.clientHeight === 0) return;
    this.#wish = null;
    const top = this.#topFor(wish, scroller.scrollTop, scroller.clientHeight);
    if (top !== scroller.scrollTop) scroller.scrollTop = top;
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
    this.#scroller?.removeEventListener('scroll', this.#again);
    this.#scroller = null;
  }

  #wishedTop(top: number, view: number): number {
    return this.#wish === null ? top : this.#topFor(this.#wish, top, view);
  }

  #topFor(index: number, top: number, view: number): number {
    const stride = strideOf(this.#count(), this.#rowPx, view);
    const [row, into] = [index * this.#rowPx, top * stride];
    if (row < into) return Math.max(0, row - this.#rowPx) / stride;
    if (row + this.#rowPx + this.#headPx > into + view) return (row + 2 * this.#rowPx + this.#headPx - view) / stride;
    return top;
  }

  #attach(): void {
    const scroller = this.#host.renderRoot.querySelector('.scroll');
    if (scroller === this.#scroller) return;
    this.hostDisconnected();
    this.#scroller = scroller;
    if (scroller === null) return;
    if (this.#top > 0) scroller.scrollTop = this.#top;
    scroller.addEventListener('scroll', this.#again, { passive: true });
    this.#observer = new ResizeObserver(this.#again);
    this.#observer.observe(scroller);
  }

  readonly #again = (): void => {
    if (this.#scroller !== null && this.#scroller.clientHeight > 0) this.#top = this.#scroller.scrollTop;
    if (this.#count() > ALL_ROWS || this.#wish !== null) requestAnimationFrame(() => this.#host.requestUpdate());
  };
}
