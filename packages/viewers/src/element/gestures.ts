/**
 * Pointer gestures of a picture, translated into intentions: zoom here, pan so far, select this, look at that. One
 * pointer drags, two pinch; the wheel zooms with Ctrl (which is also what a trackpad's pinch sends) or while the picture has
 * the focus, so that a page that only passes by keeps scrolling.
 */

import { pointOn, typeScale } from './type-scale.ts';

/** What a picture can be asked to do, where it can. Coordinates are pixels of the drawing from the top left of the canvas. */
export interface GestureTarget {
  zoomAt(x: number, factor: number): void;
  pan(dx: number): void;
  /** Drag on the overview: centre there. */
  centre?(x: number): void;
  inOverview?(y: number): boolean;
  hover(x: number, y: number): void;
  leave(): void;
  click?(x: number, y: number): void;
  enlarge?(x: number): void;
  /** Shift and drag: from, to; `done` when the pointer was released. */
  sweep?(from: number, to: number, done: boolean): void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

type Drag = { readonly kind: 'pan' | 'overview' | 'sweep'; readonly from: Point; last: Point; moved: boolean };

const CLICK_SLACK_PX = 4;
const WHEEL_ZOOM = 1.0022;
const LINE_PX = 16;

/** Listens on one element until the returned function is called. */
export function listenToGestures(element: HTMLElement, target: GestureTarget): () => void {
  const gestures = new Gestures(element, target);
  const off = new AbortController();
  const { signal } = off;
  element.addEventListener('pointerdown', gestures.down, { signal });
  element.addEventListener('pointermove', gestures.move, { signal });
  element.addEventListener('pointerup', gestures.up, { signal });
  element.addEventListener('pointercancel', gestures.cancel, { signal });
  element.addEventListener('pointerleave', () => target.leave(), { signal });
  element.addEventListener('wheel', gestures.wheel, { signal, passive: false });
  element.addEventListener('dblclick', (event) => target.enlarge?.(gestures.at(event).x), { signal });
  return () => off.abort();
}

class Gestures {
  readonly #element: HTMLElement;
  readonly #target: GestureTarget;
  readonly #pointers = new Map<number, Point>();
  #drag: Drag | null = null;
  #spread = 0;

  constructor(element: HTMLElement, target: GestureTarget) {
    this.#element = element;
    this.#target = target;
  }

  at(event: MouseEvent): Point {
    return pointOn(this.#element, event);
  }

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const from = this.at(event);
    this.#pointers.set(event.pointerId, from);
    this.#element.setPointerCapture(event.pointerId);
    if (this.#pointers.size === 2) {
      this.#drag = null;
      this.#spread = this.#distance();
      return;
    }
    const kind = this.#target.inOverview?.(from.y) === true ? 'overview' : event.shiftKey ? 'sweep' : 'pan';
    this.#drag = { kind, from, last: from, moved: false };
    if (kind === 'overview') this.#target.centre?.(from.x);
  };

  readonly move = (event: PointerEvent): void => {
    const point = this.at(event);
    if (this.#pointers.has(event.pointerId)) this.#pointers.set(event.pointerId, point);
    if (this.#pointers.size === 2) this.#pinch();
    else if (this.#drag !== null) this.#dragged(this.#drag, point);
    else this.#target.hover(point.x, point.y);
  };

  readonly up = (event: PointerEvent): void => {
    const drag = this.#drag;
    const point = this.at(event);
    this.#release(event);
    if (drag === null || drag.kind === 'overview') return;
    if (drag.kind === 'sweep' && drag.moved) this.#target.sweep?.(drag.from.x, point.x, true);
    else if (!drag.moved) this.#target.click?.(point.x, point.y);
  };

  readonly cancel = (event: PointerEvent): void => this.#release(event);

  readonly wheel = (event: WheelEvent): void => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    const [dx, dy] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    const zooms = event.ctrlKey || event.metaKey || (this.#element.matches(':focus') && Math.abs(dy) > Math.abs(dx));
    if (zooms) this.#target.zoomAt(this.at(event).x, WHEEL_ZOOM ** (-dy * unit * (event.ctrlKey ? 3 : 1)));
    else if (Math.abs(dx) > Math.abs(dy)) this.#target.pan((dx * unit) / typeScale());
    else return;
    event.preventDefault();
  };

  #dragged(drag: Drag, point: Point): void {
    if (Math.abs(point.x - drag.from.x) > CLICK_SLACK_PX) drag.moved = true;
    if (drag.kind === 'overview') this.#target.centre?.(point.x);
    else if (drag.kind === 'sweep') this.#target.sweep?.(drag.from.x, point.x, false);
    else if (drag.moved) this.#target.pan(drag.last.x - point.x);
    if (drag.moved) drag.last = point;
  }

  #pinch(): void {
    const spread = this.#distance();
    const [a, b] = [...this.#pointers.values()];
    if (a === undefined || b === undefined) return;
    if (this.#spread > 0) this.#target.zoomAt((a.x + b.x) / 2, spread / this.#spread);
    this.#spread = spread;
  }

  #distance(): number {
    const [a, b] = [...this.#pointers.values()];
    return a === undefined || b === undefined ? 0 : Math.max(8, Math.hypot(a.x - b.x, a.y - b.y));
  }

  #release(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    this.#drag = null;
    this.#spread = 0;
  }
}
