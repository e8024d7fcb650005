/**
 * The drawing area of a viewer: an element `.stage` of the host's template with a {@link StageController.canvas} in it. Keeps that as
 * large as its area, paints once a frame, listens to gestures for as long as the stage is there, and says what is under the pointer.
 */

import { html, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import type { Ctx } from '../address-map/picture.ts';
import { canvasSubstitute } from './canvas-substitute.ts';
import { listenToGestures, type GestureTarget } from './gestures.ts';
import { fitCanvas } from './fit-canvas.ts';
import { inFrame } from './in-frame.ts';
import { ResizeController, type Area } from './resize-controller.ts';
import { TipController } from './tip-controller.ts';

/** See the file's comment. `D` is what painting tells of what it drew. */
export class StageController<D> implements ReactiveController {
  /** What is under the pointer. */
  readonly tip: TipController;
  readonly #host: LitElement;
  readonly #size: ResizeController;
  readonly #draw: (ctx: Ctx, area: Area) => D | null;
  readonly #gestures: GestureTarget;
  #stage: HTMLElement | null = null;
  #unlisten: (() => void) | undefined;
  #frame = 0;

  /**
   * @param height of the area where nothing is laid out, in CSS pixels
   * @param draw draws the whole area, in CSS pixels; null where there is nothing to draw.
   */
  constructor(host: LitElement, gestures: GestureTarget, height: number, draw: (ctx: Ctx, area: Area) => D | null) {
    this.#host = host;
    this.#gestures = gestures;
    this.#draw = draw;
    this.#size = new ResizeController(host, () => host.renderRoot.querySelector('.stage'), height);
    this.tip = new TipController(host, '.stage');
    host.addController(this);
  }

  /** The area, or null while there is no box. */
  get area(): Area | null {
    return this.#size.area;
  }

  /** What is drawn on, a part of the host's template. */
  canvas(): TemplateResult {
    return canvasTemplate(this.area, this.#draw);
  }

  hostConnected(): void {
    if (this.#host.hasUpdated) this.#host.requestUpdate();
  }

  hostUpdated(): void {
    this.#listenTo(this.#host.renderRoot.querySelector<HTMLElement>('.stage'));
    if (this.#frame === 0)
      this.#frame = inFrame(this.#host, () => {
        this.#frame = 0;
        this.paint();
      });
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#listenTo(null);
  }

  /** Draws now; null where there is nothing to draw, or nothing to draw on. */
  paint(): D | null {
    const [canvas, area] = [this.#stage?.querySelector('canvas'), this.area];
    const ctx = canvas?.getContext('2d') ?? null;
    if (canvas === null || canvas === undefined || ctx === null || area === null) return null;
    fitCanvas(ctx, area);
    const drawn = this.#draw(ctx, area);
    if (drawn === null) ctx.clearRect(0, 0, area.width, area.height);
    return drawn;
  }

  #listenTo(stage: HTMLElement | null): void {
    if (stage === this.#stage) return;
    this.#unlisten?.();
    this.#stage = stage;
    this.#unlisten = stage === null ? undefined : listenToGestures(stage, this.#gestures);
  }
}

/** A canvas; where there is none, what would be drawn on it. */
export function canvasTemplate(area: Area | null, draw: (ctx: Ctx, area: Area) => unknown): TemplateResult {
  const picture = area === null ? undefined : canvasSubstitute()?.picture(area, draw);
  return picture ?? html`<canvas aria-hidden="true"></canvas>`;
}
