/**
 * The size of an element's drawing area, also when it was first laid out as `display: none` (a hidden tab): a
 * ResizeObserver fires when the element gets its first box. A size of zero is reported as "nothing to draw on", never as
 * a canvas of width zero.
 */

import type { LitElement, ReactiveController } from 'lit';
import { canvasSubstitute } from './canvas-substitute.ts';
import { typeScale } from './type-scale.ts';

/** The area in pixels of the drawing, and how many of the device's and of the page's one of them is. */
export interface Area {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly scale: number;
}

/** Observes one element of the host's template, and asks the host to update when its size or the pixel ratio changes. */
export class ResizeController implements ReactiveController {
  readonly #host: LitElement;
  readonly #target: () => Element | null;
  #observer: ResizeObserver | undefined;
  #watched: Element | null = null;
  #area: Area | null = null;

  /**
   * @param target finds the element to observe; the host itself where it is left out
   * @param height of the area where nothing is laid out, on a server
   */
  constructor(host: LitElement, target: () => Element | null = () => host, height: number | null = null) {
    this.#area = height === null ? null : (canvasSubstitute()?.areaOf(height) ?? null);
    this.#host = host;
    this.#target = target;
    host.addController(this);
  }

  /** The area, or null while there is no box. */
  get area(): Area | null {
    return this.#area;
  }

  hostConnected(): void {
    this.#observer = new ResizeObserver(() => this.#measure());
    this.#watched = null;
    if (this.#host.hasUpdated) this.hostUpdated();
  }

  hostUpdated(): void {
    const target = this.#target();
    if (target === this.#watched || this.#observer === undefined) return;
    this.#observer.disconnect();
    this.#watched = target;
    if (target !== null) this.#observer.observe(target);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  #measure(): void {
    const target = this.#watched;
    if (target === null) return;
    const box = target.getBoundingClientRect();
    const scale = typeScale();
    const ratio = globalThis.devicePixelRatio * scale;
    const [width, height] = [box.width / scale, box.height / scale];
    const old = this.#area;
    if (old !== null && old.width === width && old.height === height && old.ratio === ratio) return;
    this.#area = width === 0 || height === 0 ? null : { width, height, ratio, scale };
    // A frame later: an update inside of the observer's callback could resize what is being observed.
    requestAnimationFrame(() => this.#host.requestUpdate());
  }
}
