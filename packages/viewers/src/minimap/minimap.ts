/**
 * The whole run at a glance: faults, splits, merges, errors and divergences over all moments, each kind in a row of its own, a
 * column of pixels summing up as many moments as it stands for; through a window, where they lie on each other. Dragging goes anywhere.
 */

import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import type { CallRow } from '../call-row.ts';
import type { GestureTarget } from '../element/gestures.ts';
import { isPlain } from '../element/list-gestures.ts';
import type { Area } from '../element/resize-controller.ts';
import { StageController } from '../element/stage-controller.ts';
import { stageStyles } from '../element/stage.styles.ts';
import { ThemeController } from '../element/theme-controller.ts';
import type { Point, Tip } from '../element/tip-controller.ts';
import { tips } from '../element/tip.styles.ts';
import type { UnitScale } from '../element/unit-scale.ts';
import { MmElement } from '../element/viewer-element.ts';
import { PICTURE_KEYS } from '../element/window-keys.ts';
import { ZoomController } from '../element/zoom-controller.ts';
import { grouped } from '../format/address.ts';
import { INITIAL, samePosition, type Position } from '../position.ts';
import { probeStyles, tokens } from '../tokens.styles.ts';
import { markColumns, momentAt, momentsNear, runScale, xOfMoment, type MarkColumn } from './minimap-layout.ts';
import { drawMinimap, kindAt, type MinimapPicture } from './minimap.draw.ts';
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
/** Of the picture on a server. */
const SERVER_PX = 28;

/**
 * A map of the run. The buttons beside it count what is marked, and go to the next mark of their kind; with Shift to the one before.
 *
 * Keys, on the map: left and right go by a column of pixels, with Shift by ten, PageUp and PageDown by a tenth of what is in view, Home
 * and End to the ends of the run, + and − zoom around the shown moment, 0 shows everything. The wheel zooms while the map has the
 * focus, and always with Ctrl; sideways it scrolls.
 *
 * @event mm-seek - a gesture or a key asks for a position; detail is a Position
 * @csspart map - the map
 * @csspart kinds - the buttons
 * @csspart tooltip - what is under the pointer
 */
export class MmMinimap extends MmElement {
  static override properties = {
    run: { attribute: false },
    calls: { attribute: false },
    position: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, probeStyles, tips, stageStyles, styles];
  /** The run; null while it is not known. */
  declare run: RunMap | null;
  /** Its calls, in order of their index. */
  declare calls: readonly CallRow[];
  /** Where time stands. */
  declare position: Position;

  readonly #theme = new ThemeController(this);
  readonly #zoom = new ZoomController<UnitScale>(
    this,
    () => this.#theme.theme?.reducedMotion !== false,
    () => (this.#hover = null),
  );
  /** Of this run through this window: counting costs as much as there are columns. */
  #columns: { readonly run: RunMap; readonly scale: UnitScale; readonly columns: readonly MarkColumn[] } | null = null;
  #hover: Point | null = null;

  constructor() {
    super();
    this.run = null;
    this.calls = [];
    this.position = INITIAL;
  }

  protected override willUpdate(changed: PropertyValues): void {
    const [{ run }, { area }, { scale }] = [this, this.#stage, this.#zoom];
    if (run === null) return this.#zoom.adopt(null);
    if (area === null) return;
    if (changed.has('run') || scale?.width !== area.width) this.#zoom.adopt(runScale(run, area.width, scale));
    if (changed.has('position') && this.#zoom.scale?.isHome === false)
      this.#zoom.adopt(this.#zoom.scale.revealing(momentOf(run, this.position)));
  }

  #picture({ height }: Area): MinimapPicture | null {
    const [{ run }, { theme }, { scale }] = [this, this.#theme, this.#zoom];
    if (run === null || theme === null || scale === null) return null;
    const moment = momentOf(run, this.position);
    return { columns: this.#columnsOf(run, scale), scale, moment, theme, height };
  }

  #columnsOf(run: RunMap, scale: UnitScale): readonly MarkColumn[] {
    if (this.#columns?.run !== run || this.#columns.scale !== scale)
      this.#columns = { run, scale, columns: markColumns(run, scale) };
    return this.#columns.columns;
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
        class="stage map"
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
      >
        ${this.#stage.canvas()}
      </div>
      ${this.#stage.tip.show(this.#hover, this.#tip(run))} ${this.#table(run)} ${this.#theme.probes()}
      ${this.liveRegion()}
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

  readonly #gestures: GestureTarget = {
    zoomAt: (x, factor) => this.#zoom.move((scale) => scale.zoomedAt(x, factor)),
    pan: (dx) => this.#zoom.move((scale) => scale.panned(dx)),
    // Everywhere, dragging takes the shown moment along.
    inOverview: () => true,
    centre: (x) => {
      const { scale } = this.#zoom;
      this.#hover = null;
      if (scale !== null) this.#go(momentAt(x, scale));
    },
    hover: (x, y) => this.#hoverAt({ x, y }),
    leave: () => this.#hoverAt(null),
  };

  readonly #stage = new StageController<true>(this, this.#gestures, SERVER_PX, (ctx, area) => {
    const picture = this.#picture(area);
    if (picture === null) return null;
    drawMinimap(ctx, picture);
    return true;
  });

  #hoverAt(at: Point | null): void {
    if (at === null && this.#hover === null) return;
    this.#hover = at;
    this.requestUpdate();
  }

  /** What is under the pointer: a moment, and what is marked there. */
  #tip(run: RunMap): Tip | null {
    const [at, { scale }, { area }] = [this.#hover, this.#zoom, this.#stage];
    if (at === null || scale === null || area === null) return null;
    const moment = momentAt(at.x, scale);
    const [from, to] = momentsNear(at.x, scale);
    const found = RUN_MARK_KINDS.filter((kind) => marksIn(run, kind, from, to) > 0);
    const pointed = kindAt(at.y, area.height);
    const kind = found.find((each) => each === pointed) ?? found[0];
    const row = this.calls[positionOf(run, this.calls, moment).call];
    return {
      title: moment < 0 ? 'initial state' : `moment ${grouped(moment + 1)} of ${grouped(momentsOf(run))}`,
      facts: [
        ...(row === undefined ? [] : ([['call', `${grouped(row.index + 1)}: ${row.text}`]] as const)),
        ...found.map((each) => [RUN_MARK_WORDS[each][1], grouped(marksIn(run, each, from, to))] as const),
      ],
      term: kind === undefined ? null : `run.${kind}`,
    };
  }

  /** What is zoomed around: the shown moment. */
  readonly #middle = (goal: UnitScale): number | null =>
    this.run === null ? null : xOfMoment(momentOf(this.run, this.position), goal);

  readonly #onKey = (event: KeyboardEvent): void => {
    const [{ run }, { scale }] = [this, this.#zoom];
    if (run === null || scale === null || !isPlain(event)) return;
    const key = PICTURE_KEYS[event.key];
    const to = momentForKey(event, momentOf(run, this.position), scale);
    if (to !== null) this.#go(to);
    else if (key?.kind === 'zoom' || key?.kind === 'all') this.#zoom.press(key, this.#middle);
    else return;
    event.preventDefault();
  };
}

/** Where a key goes; null where it is not the map's. */
function momentForKey(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  moment: number,
  { units, width, zoom }: UnitScale,
): number | null {
  const column = Math.max(1, Math.round(1 / zoom)) * (shiftKey ? FAR : 1);
  const tenth = Math.max(1, Math.round(width / zoom / PARTS));
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
      return units - 1;
    default:
      return null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-minimap': MmMinimap;
  }
}
