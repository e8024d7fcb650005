/**
 * The whole run at a glance: faults, splits, merges, errors and divergences over all moments, each kind in a row of its own, a
 * column of pixels summing up as many moments as it stands for. Dragging goes anywhere.
 */

import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import type { CallRow } from '../call-row.ts';
import { fitCanvas } from '../element/fit-canvas.ts';
import { ResizeController } from '../element/resize-controller.ts';
import { ThemeController } from '../element/theme-controller.ts';
import { pointOn } from '../element/type-scale.ts';
import { MmElement } from '../element/viewer-element.ts';
import { grouped } from '../format/address.ts';
import { INITIAL, samePosition, type Position } from '../position.ts';
import { probeStyles, tokens } from '../tokens.styles.ts';
import { markColumns, momentAt, type MarkColumn } from './minimap-layout.ts';
import { drawMinimap } from './minimap.draw.ts';
import { styles } from './minimap.styles.ts';
import {
  marksIn,
  momentOf,
  momentsOf,
  nextMark,
  positionOf,
  RUN_MARK_KINDS,
  RUN_MARK_WORDS,
  type RunMap,
  type RunMarkKind,
} from './run-map.ts';

/** Rows of the table that says the same. */
const PARTS = 10;
/** Moments that Shift and an arrow go, in columns of pixels. */
const FAR = 10;

/**
 * A map of the run. The buttons beside it count what is marked, and go to the next mark of their kind; with Shift to the one before.
 *
 * Keys, on the map: left and right go by a column of pixels, with Shift by ten, PageUp and PageDown by a tenth of the run, Home and
 * End to its ends.
 *
 * @event mm-seek - a gesture or a key asks for a position; detail is a Position
 * @csspart map - the map
 * @csspart kinds - the buttons
 */
export class MmMinimap extends MmElement {
  static override properties = {
    run: { attribute: false },
    calls: { attribute: false },
    position: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, probeStyles, styles];
  /** The run; null while it is not known. */
  declare run: RunMap | null;
  /** Its calls, in order of their index. */
  declare calls: readonly CallRow[];
  /** Where time stands. */
  declare position: Position;

  readonly #size = new ResizeController(this, () => this.renderRoot.querySelector('.map'));
  readonly #theme = new ThemeController(this);
  #columns: { readonly width: number; readonly columns: readonly MarkColumn[] } | null = null;
  #dragging = false;

  constructor() {
    super();
    this.run = null;
    this.calls = [];
    this.position = INITIAL;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('run')) this.#columns = null;
  }

  protected override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const [area, theme, run] = [this.#size.area, this.#theme.theme, this.run];
    const ctx = canvas?.getContext('2d', { alpha: false });
    if (!canvas || !ctx || area === null || theme === null || run === null) return;
    fitCanvas(ctx, area);
    const { width, height } = area;
    if (this.#columns?.width !== width) this.#columns = { width, columns: markColumns(run, width) };
    const moments = momentsOf(run);
    const moment = momentOf(run, this.position);
    drawMinimap(ctx, { columns: this.#columns.columns, moments, moment, theme, width, height });
  }

  protected override render(): TemplateResult {
    const { run } = this;
    const moments = run === null ? 0 : momentsOf(run);
    if (run === null || moments === 0) return html`${this.#theme.probes()} ${this.liveRegion()}`;
    return html`
      <div class="kinds" part="kinds" role="group" aria-label="Marks">
        ${RUN_MARK_KINDS.map((kind) => this.#kind(run, kind))}
      </div>
      <div
        class="map"
        part="map"
        tabindex="0"
        role="slider"
        aria-label="Whole run"
        aria-orientation="horizontal"
        aria-valuemin="0"
        aria-valuemax=${moments}
        aria-valuenow=${momentOf(run, this.position) + 1}
        aria-valuetext=${this.#valueText(run)}
        @keydown=${this.#onKey}
        @pointerdown=${this.#onDown}
        @pointermove=${this.#onMove}
        @pointerup=${this.#onUp}
        @pointercancel=${this.#onUp}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      ${this.#table(run)} ${this.#theme.probes()} ${this.liveRegion()}
    `;
  }

  /** What does not occur has no button. */
  #kind(run: RunMap, kind: RunMarkKind): TemplateResult | typeof nothing {
    const count = run.marks[kind].length;
    if (count === 0) return nothing;
    const [one, many] = RUN_MARK_WORDS[kind];
    const words = count === 1 ? one : many;
    return html`<button
      class="button kind ${kind}"
      type="button"
      aria-label="Next ${one} of ${count}"
      title="Next ${one}; with Shift the one before"
      @click=${(event: MouseEvent) => this.#goToMark(kind, event.shiftKey ? -1 : 1)}
    >
      <i></i><b>${grouped(count)}</b> ${words}
    </button>`;
  }

  /** The run in tenths, for who does not see the map. */
  #table(run: RunMap): TemplateResult {
    const moments = momentsOf(run);
    const kinds = RUN_MARK_KINDS.filter((kind) => run.marks[kind].length > 0);
    const edge = (part: number): number => Math.ceil((part * moments) / PARTS);
    // No caption: Firefox shows the caption of a table that is clipped away.
    return html`<table class="sr" aria-label="Marks of the run, by tenths">
      <thead>
        <tr>
          <th scope="col">from call</th>
          ${kinds.map((kind) => html`<th scope="col">${RUN_MARK_WORDS[kind][1]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${Array.from(
          { length: PARTS },
          (_, part) =>
            html`<tr>
              <th scope="row">${positionOf(run, this.calls, edge(part)).call + 1}</th>
              ${kinds.map((kind) => html`<td>${marksIn(run, kind, edge(part), edge(part + 1))}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #valueText(run: RunMap): string {
    const { call } = this.position;
    if (call < 0) return 'initial state';
    const moment = momentOf(run, this.position);
    return `moment ${grouped(moment + 1)} of ${grouped(momentsOf(run))}, in call ${grouped(call + 1)} of ${grouped(this.calls.length)}`;
  }

  #goToMark(kind: RunMarkKind, by: 1 | -1): void {
    const { run } = this;
    if (run === null) return;
    const moment = nextMark(run, kind, momentOf(run, this.position), by);
    const [one] = RUN_MARK_WORDS[kind];
    if (moment === null) return this.say(`no ${one} ${by === 1 ? 'after' : 'before'} this`);
    this.#go(moment);
    this.say(`${one} in call ${positionOf(run, this.calls, moment).call + 1}`);
  }

  #go(moment: number): void {
    if (this.run === null) return;
    const to = positionOf(this.run, this.calls, Math.max(-1, Math.min(momentsOf(this.run) - 1, moment)));
    if (!samePosition(to, this.position)) this.seek(to);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const { run } = this;
    if (run === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = momentForKey(event, momentOf(run, this.position), momentsOf(run), this.#size.area?.width ?? 1);
    if (to === null) return;
    event.preventDefault();
    this.#go(to);
  };

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#dragging = true;
    this.#drag(event);
  };

  readonly #onMove = (event: PointerEvent): void => {
    if (this.#dragging) this.#drag(event);
  };

  readonly #onUp = (): void => {
    this.#dragging = false;
  };

  #drag(event: PointerEvent): void {
    if (this.run === null) return;
    const { x } = pointOn(event.currentTarget as HTMLElement, event);
    this.#go(momentAt(x, momentsOf(this.run), this.#size.area?.width ?? 0));
  }
}

/** Where a key goes; null where it is not the map's. */
function momentForKey(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  moment: number,
  moments: number,
  width: number,
): number | null {
  const column = Math.max(1, Math.round(moments / width)) * (shiftKey ? FAR : 1);
  const tenth = Math.max(1, Math.round(moments / PARTS));
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return moment + column;
    case 'ArrowLeft':
    case 'ArrowDown':
      return moment - column;
    case 'PageUp':
      return moment + tenth;
    case 'PageDown':
      return moment - tenth;
    case 'Home':
      return -1;
    case 'End':
      return moments - 1;
    default:
      return null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-minimap': MmMinimap;
  }
}
