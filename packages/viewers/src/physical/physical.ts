/**
 * Physical memory: zones with their free blocks, and every frame that is in use, by what it is used for and by how many. The canvas is
 * drawn by a pure function; this class keeps the window on it and the frame that is looked at.
 */

import { vpn, type FrameView, type MmView, type Selection } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { AddressScale } from '../address-map/address-scale.ts';
import { Flight } from '../address-map/flight.ts';
import type { Band } from '../address-map/geometry.ts';
import { listenToGestures, type GestureTarget } from '../address-map/gestures.ts';
import { keyAction, type KeyAction } from '../address-map/keys.ts';
import { ResizeController } from '../element/resize-controller.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { ThemeController } from '../element/theme-controller.ts';
import { tips } from '../element/tip.styles.ts';
import { MmElement } from '../element/viewer-element.ts';
import { probeStyles, tokens } from '../tokens.styles.ts';
import { frameGrid, indexOfFrame, pfnAt, ROWS, type FrameGrid } from './frame-grid.ts';
import { frameSentence } from './frame-words.ts';
import { drawFrames, type Drawn } from './physical.draw.ts';
import { styles } from './physical.styles.ts';
import { frameTemplate, footTemplate, listTemplate, tipTemplate } from './physical.templates.ts';
import { zonesTemplate } from './zones.templates.ts';

const ZOOM_STEP = 1.6;
/** Room for frame numbers above the frames, and below them. */
const TOP = 18;
const BOTTOM = 6;

/**
 * The memory of the machine as an address space shares in it. Its own frames are strong, those of others pale; what is shared says by
 * how many. Free blocks stand between with their order. Below, who owns the chosen frame and who maps it.
 *
 * Keys, while the picture has the focus: arrows go from frame to frame in use, PageUp and PageDown by sixteen, Shift and arrows scroll, + and − zoom,
 * Enter fits the frame, 0 shows everything, Home and End go to the ends, Escape selects nothing. The wheel zooms while the picture has
 * the focus, and always with Ctrl.
 *
 * @event mm-select - a frame was chosen that this address space maps, or one of its tables; detail is a Selection, or null
 * @csspart zones - the zones with their free blocks
 * @csspart stage - the drawing area
 * @csspart legend - the uses with their numbers
 * @csspart frame - the chosen frame
 * @csspart tooltip - what is under the pointer
 */
export class MmPhysical extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    selection: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, probeStyles, tips, styles];
  /** The address space with the memory that it has part in. */
  declare view: MmView | null;
  /** The one before it: what differs is marked. */
  declare previous: MmView | null;
  /** What is selected; the frame of its first mapped page, or of the table that an entry points to, is the chosen one. */
  declare selection: Selection | null;

  readonly #size = new ResizeController(this, () => this.renderRoot.querySelector('.stage'));
  readonly #theme = new ThemeController(this);
  readonly #sheet = new SheetController(this);
  readonly #flight = new Flight();
  #grid: FrameGrid | null = null;
  #own: ReadonlySet<number> = new Set();
  #scale: AddressScale | null = null;
  #chosen: FrameView | null = null;
  #hover: { readonly frame: FrameView; readonly x: number; readonly y: number } | null = null;
  #stage: Element | null = null;
  #unlisten: (() => void) | undefined;
  #frame = 0;

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#flight.stop();
    this.#listenTo(null);
  }

  /** Shows everything. */
  showAll(): void {
    if (this.#scale !== null) this.#flyTo(this.#scale.home());
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view') || changed.has('previous')) this.#adoptMemory();
    this.#adoptArea();
    if (changed.has('view') || changed.has('selection')) this.#adoptSelection(changed);
  }

  protected override updated(): void {
    this.#listenTo(this.renderRoot.querySelector<HTMLElement>('.stage'));
    this.#placeTip();
    if (this.#frame === 0)
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.paint();
      });
  }

  protected override render(): TemplateResult {
    const [view, grid] = [this.view, this.#grid];
    if (view === null || grid === null)
      return html`<p class="empty">
          ${view === null ? 'No memory to show yet.' : 'This model has no physical memory.'}
        </p>
        ${this.#theme.probes()} ${this.liveRegion()}`;
    const { geometry } = view.arch;
    const chosen = this.#chosen;
    const active = chosen === null ? -1 : indexOfFrame(grid.used, chosen.pfn);
    return html`
      ${zonesTemplate(grid.physical, this.previous?.physical ?? null)}
      <div
        class="stage"
        part="stage"
        tabindex="0"
        role="listbox"
        aria-label="Frames in use"
        aria-activedescendant=${active < 0 ? nothing : `frame-${active}`}
        @keydown=${this.#onKey}
      >
        <canvas aria-hidden="true"></canvas>
        ${listTemplate(grid.used, active, geometry)}
        ${this.#hover === null ? nothing : tipTemplate(this.#hover.frame, geometry)}
      </div>
      ${footTemplate(grid, {
        out: () => this.#zoomBy(1 / ZOOM_STEP),
        in: () => this.#zoomBy(ZOOM_STEP),
        all: () => this.showAll(),
      })}
      ${chosen === null ? nothing : frameTemplate(chosen, view, (selection) => this.select(selection))}
      ${this.#theme.probes()} ${this.liveRegion()}
    `;
  }

  #adoptMemory(): void {
    const { view, previous } = this;
    this.#hover = null;
    this.#grid = view === null || view.physical === null ? null : frameGrid(view.physical, previous?.physical ?? null);
    this.#own = view === null || this.#grid === null ? new Set() : ownFrames(view, this.#grid);
    if (this.#grid !== null && this.#scale !== null)
      this.#scale = this.#scale.movedTo(this.#grid.axis, this.#scale.width);
  }

  #adoptArea(): void {
    const [area, grid, scale] = [this.#size.area, this.#grid, this.#scale];
    if (area === null || grid === null) return;
    if (scale === null) this.#scale = new AddressScale(grid.axis, area.width);
    else if (scale.width !== area.width) this.#scale = scale.movedTo(grid.axis, area.width);
  }

  /** What was chosen here stays, where it is no part of what is selected. */
  #adoptSelection(changed: PropertyValues): void {
    const [view, grid] = [this.view, this.#grid];
    if (view === null || grid === null) return;
    const wanted = frameOfSelection(view, this.selection);
    const at = wanted ?? (changed.has('selection') ? null : (this.#chosen?.pfn ?? null));
    const index = at === null ? -1 : indexOfFrame(grid.used, at);
    this.#chosen = grid.used[index] ?? null;
    if (this.#chosen !== null && changed.has('selection')) this.#reveal(this.#chosen);
  }

  #reveal({ pfn, order }: FrameView): void {
    const column = Math.floor(pfn / ROWS);
    this.#scale = this.#scale?.revealing({ start: column, end: column + Math.max(1, 2 ** order / ROWS) }) ?? null;
  }

  /** Draws now; returns how much was drawn, or null where there is nothing to draw on. */
  paint(): Drawn | null {
    const canvas = this.renderRoot.querySelector('canvas');
    const [grid, scale, theme, area] = [this.#grid, this.#scale, this.#theme.theme, this.#size.area];
    const ctx = canvas?.getContext('2d') ?? null;
    const shift = this.view?.arch.geometry.pageShift;
    if (canvas === null || ctx === null || grid === null || scale === null) return null;
    if (theme === null || area === null || shift === undefined) return null;
    const [width, height] = [Math.round(area.width * area.ratio), Math.round(area.height * area.ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    ctx.setTransform(area.ratio, 0, 0, area.ratio, 0, 0);
    const [chosen, hover] = [this.#chosen, this.#hover?.frame ?? null];
    return drawFrames(ctx, {
      ...{ grid, scale, theme, shift, chosen, hover },
      band: bandIn(area.height),
      height: area.height,
      own: this.#own,
    });
  }

  #listenTo(stage: HTMLElement | null): void {
    if (stage === this.#stage) return;
    this.#unlisten?.();
    this.#stage = stage;
    this.#unlisten = stage === null ? undefined : listenToGestures(stage, this.#gestures);
  }

  readonly #gestures: GestureTarget = {
    zoomAt: (x, factor) => this.#show(this.#scale?.zoomedAt(x, factor)),
    pan: (dx) => this.#show(this.#scale?.panned(dx)),
    centre: () => undefined,
    inOverview: () => false,
    hover: (x, y) => this.#hoverAt(x, y),
    leave: () => this.#hoverAt(-1, -1),
    click: (x, y) => {
      const frame = this.#frameAt(x, y);
      if (frame === null) this.select(null);
      else this.#choose(frame);
    },
    enlarge: () => this.#fit(),
    sweep: () => undefined,
    hasFocus: () => this.shadowRoot?.activeElement?.classList.contains('stage') === true,
  };

  #frameAt(x: number, y: number): FrameView | null {
    const [scale, grid, area] = [this.#scale, this.#grid, this.#size.area];
    if (scale === null || grid === null || area === null || x < 0) return null;
    const at = pfnAt(scale, bandIn(area.height), x, y);
    const used = grid.used[indexOfFrame(grid.used, at)];
    return used ?? (scale.segmentAt(Math.floor(at / ROWS)).fold ? null : grid.physical.frame(at));
  }

  #hoverAt(x: number, y: number): void {
    const frame = this.#frameAt(x, y);
    if (frame === null && this.#hover === null) return;
    this.#hover = frame === null ? null : { frame, x, y };
    this.requestUpdate();
  }

  #placeTip(): void {
    const [hover, { area }] = [this.#hover, this.#size];
    const tip = this.renderRoot.querySelector('.tip');
    if (hover === null || area === null || tip === null) return this.#sheet.set('');
    const box = tip.getBoundingClientRect();
    const left = hover.x + 14 + box.width < area.width ? hover.x + 14 : Math.max(4, hover.x - 14 - box.width);
    const top = Math.max(4, Math.min(hover.y + 16, area.height - box.height - 4));
    this.#sheet.set(`.tip{transform:translate(${Math.round(left)}px,${Math.round(top)}px)}`);
  }

  #show(scale: AddressScale | null | undefined): void {
    if (scale === null || scale === undefined) return;
    this.#flight.stop();
    this.#hover = null;
    this.#scale = scale;
    this.requestUpdate();
  }

  #flyTo(to: AddressScale): void {
    const from = this.#scale;
    if (from === null) return;
    if (this.#theme.theme?.reducedMotion !== false) return this.#show(to);
    this.#hover = null;
    this.#flight.start(from.window, to.window, (window) => {
      this.#scale = to.withWindow(window);
      this.requestUpdate();
    });
  }

  /** Where the window is, or will be when it has arrived. */
  get #goal(): AddressScale | null {
    const [scale, { goal }] = [this.#scale, this.#flight];
    return scale === null || goal === null ? scale : scale.withWindow(goal);
  }

  #zoomBy(factor: number): void {
    const [scale, chosen] = [this.#goal, this.#chosen];
    if (scale === null) return;
    const at = chosen === null ? scale.width / 2 : scale.x(chosen.pfn / ROWS);
    this.#flyTo(scale.zoomedAt(at > 0 && at < scale.width ? at : scale.width / 2, factor));
  }

  #fit(): void {
    const [scale, chosen] = [this.#goal, this.#chosen];
    if (scale === null || chosen === null) return this.showAll();
    const column = Math.floor(chosen.pfn / ROWS);
    this.#flyTo(scale.fitted({ start: column, end: column + Math.max(1, 2 ** chosen.order / ROWS) }, FIT_SHARE));
  }

  /** Looks at a frame, and selects the page that it is mapped at, or the entry that points to the table. */
  #choose(frame: FrameView): void {
    const { view } = this;
    if (view === null) return;
    this.#chosen = frame;
    this.#reveal(frame);
    const selection = selectionOfFrame(view, frame);
    if (selection !== null) this.select(selection);
    this.say(frameSentence(frame, view.arch.geometry));
    this.requestUpdate();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const action = keyAction(event);
    const [grid, scale] = [this.#grid, this.#goal];
    if (action === null || grid === null || scale === null) return;
    event.preventDefault();
    this.#act(action, grid, scale);
  };

  #act(action: KeyAction, { used }: FrameGrid, scale: AddressScale): void {
    switch (action.kind) {
      case 'scroll':
        return this.#flyTo(scale.panned(action.share * scale.width));
      case 'zoom':
        return this.#zoomBy(ZOOM_STEP ** action.steps);
      case 'all':
        return this.showAll();
      case 'fit':
        return this.#fit();
      case 'none':
        return this.select(null);
      case 'start':
        return this.#chooseAt(used, 0);
      case 'end':
        return this.#chooseAt(used, used.length - 1);
      case 'vma':
      case 'page': {
        const now = this.#chosen === null ? -1 : indexOfFrame(used, this.#chosen.pfn);
        return this.#chooseAt(used, now + action.by);
      }
    }
  }

  #chooseAt(used: readonly FrameView[], index: number): void {
    const frame = used[Math.max(0, Math.min(used.length - 1, index))];
    if (frame !== undefined) this.#choose(frame);
  }
}

const FIT_SHARE = 0.2;

const bandIn = (height: number): Band => ({ top: TOP, height: Math.max(height - TOP - BOTTOM, 16) });

/** Frames that the view's address space maps, or has its tables in. */
function ownFrames({ mm, tables }: MmView, { used }: FrameGrid): ReadonlySet<number> {
  const own = new Set<number>();
  for (const frame of used) if (frame.owner?.kind === 'mm' && frame.owner.mm === mm) own.add(frame.pfn);
  for (const { entry } of tables.leaves()) {
    const index = entry.pfn === null ? -1 : indexOfFrame(used, entry.pfn);
    const frame = used[index];
    if (frame !== undefined) own.add(frame.pfn);
  }
  return own;
}

/** The frame of what is selected: of a page, or of the table that an entry points to. Null where it has none. */
function frameOfSelection({ tables }: MmView, selection: Selection | null): number | null {
  if (selection === null || tables.root === null) return null;
  const way = tables.walk(selection.start);
  const entry = selection.kind === 'pte' ? way.find(({ level }) => level === selection.level) : way.at(-1);
  if (entry?.entry.kind === 'table') return entry.entry.pfn;
  return entry?.entry.kind !== 'leaf' || entry.entry.pfn === null
    ? null
    : entry.entry.pfn + Math.max(0, selection.start - entry.start);
}

/** What is selected with a frame; null where this address space has no part in it, and for its root. */
function selectionOfFrame(view: MmView, frame: FrameView): Selection | null {
  const { mm, arch, physical } = view;
  const { owner } = frame;
  if (owner?.kind === 'mm') {
    const above = owner.level - 1;
    const spec = arch.geometry.levels[above];
    if (owner.mm !== mm || spec === undefined) return null;
    return { kind: 'pte', level: above, start: owner.start, end: vpn(owner.start + 2 ** spec.spanShift) };
  }
  const mapping = physical?.mappingsOf(frame.pfn).find((each) => each.mm === mm);
  return mapping === undefined ? null : { kind: 'page', start: mapping.page, end: vpn(mapping.page + 1) };
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-physical': MmPhysical;
  }
}
