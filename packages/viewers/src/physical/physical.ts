/**
 * Physical memory: zones with their free blocks, and every frame that is in use, by what it is used for and by how many. The canvas is
 * drawn by a pure function; this class keeps the window on it and the frame that is looked at.
 */

import { vpn, type FrameView, type MmView, type Selection } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { AddressScale } from '../address-map/address-scale.ts';
import type { Band } from '../address-map/geometry.ts';
import type { GestureTarget } from '../element/gestures.ts';
import { keyAction, type KeyAction } from '../address-map/keys.ts';
import type { Area } from '../element/resize-controller.ts';
import { footStyles } from '../element/foot.styles.ts';
import { StageController } from '../element/stage-controller.ts';
import { stageStyles } from '../element/stage.styles.ts';
import { ThemeController } from '../element/theme-controller.ts';
import { tips } from '../element/tip.styles.ts';
import { MmElement } from '../element/viewer-element.ts';
import { ZoomController } from '../element/zoom-controller.ts';
import { probeStyles, tokens } from '../tokens.styles.ts';
import { frameGrid, indexOfFrame, pfnAt, ROWS, type FrameGrid } from './frame-grid.ts';
import { frameSentence, frameTip } from './frame-words.ts';
import { drawFrames, type Drawn, type FramePicture } from './physical.draw.ts';
import { styles } from './physical.styles.ts';
import { frameTemplate, footTemplate, listTemplate } from './physical.templates.ts';
import { zonesTemplate } from './zones.templates.ts';

/** Room for frame numbers above the frames, and below them. */
const TOP = 18;
const BOTTOM = 6;
/** Of the picture on a server. */
const SERVER_PX = 224;

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
  static override styles: CSSResultGroup = [tokens, probeStyles, tips, stageStyles, footStyles, styles];
  /** The address space with the memory that it has part in. */
  declare view: MmView | null;
  /** The one before it: what differs is marked. */
  declare previous: MmView | null;
  /** What is selected; the frame of its first mapped page, or of the table that an entry points to, is the chosen one. */
  declare selection: Selection | null;

  readonly #theme = new ThemeController(this);
  readonly #zoom = new ZoomController<AddressScale>(
    this,
    () => this.#theme.theme?.reducedMotion !== false,
    () => (this.#hover = null),
  );
  #grid: FrameGrid | null = null;
  #own: ReadonlySet<number> = new Set();
  #chosen: FrameView | null = null;
  #hover: { readonly frame: FrameView; readonly x: number; readonly y: number } | null = null;

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
  }

  /** Shows everything. */
  showAll(): void {
    this.#zoom.fly((goal) => goal.home());
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view') || changed.has('previous')) this.#adoptMemory();
    this.#adoptArea();
    if (changed.has('view') || changed.has('selection')) this.#adoptSelection(changed);
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
        ${this.#stage.canvas()} ${listTemplate(grid.used, active, geometry)}
        ${this.#stage.tip.show(this.#hover, this.#hover === null ? null : frameTip(this.#hover.frame, geometry))}
      </div>
      ${footTemplate(grid, this.#zoom.buttons(this.#middle))}
      ${chosen === null ? nothing : frameTemplate(chosen, view, (selection) => this.select(selection))}
      ${this.#theme.probes()} ${this.liveRegion()}
    `;
  }

  #adoptMemory(): void {
    const { view, previous } = this;
    this.#hover = null;
    this.#grid = view === null || view.physical === null ? null : frameGrid(view.physical, previous?.physical ?? null);
    this.#own = view === null || this.#grid === null ? new Set() : ownFrames(view, this.#grid);
    const [grid, { scale }] = [this.#grid, this.#zoom];
    if (grid !== null && scale !== null) this.#zoom.adopt(scale.movedTo(grid.axis, scale.width));
  }

  #adoptArea(): void {
    const [{ area }, grid, { scale }] = [this.#stage, this.#grid, this.#zoom];
    if (area === null || grid === null) return;
    if (scale === null) this.#zoom.adopt(new AddressScale(grid.axis, area.width));
    else if (scale.width !== area.width) this.#zoom.adopt(scale.movedTo(grid.axis, area.width));
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
    const range = { start: column, end: column + Math.max(1, 2 ** order / ROWS) };
    this.#zoom.adopt(this.#zoom.scale?.revealing(range) ?? null);
  }

  /** Draws now; returns how much was drawn, or null where there is nothing to draw on. */
  paint(): Drawn | null {
    return this.#stage.paint();
  }

  #picture({ height }: Area): FramePicture | null {
    const [grid, { scale }, { theme }] = [this.#grid, this.#zoom, this.#theme];
    const shift = this.view?.arch.geometry.pageShift;
    if (grid === null || scale === null || theme === null || shift === undefined) return null;
    const [chosen, hover] = [this.#chosen, this.#hover?.frame ?? null];
    return { grid, scale, theme, shift, chosen, hover, height, band: bandIn(height), own: this.#own };
  }

  readonly #gestures: GestureTarget = {
    zoomAt: (x, factor) => this.#zoom.move((scale) => scale.zoomedAt(x, factor)),
    pan: (dx) => this.#zoom.move((scale) => scale.panned(dx)),
    hover: (x, y) => this.#hoverAt(x, y),
    leave: () => this.#hoverAt(-1, -1),
    click: (x, y) => {
      const frame = this.#frameAt(x, y);
      if (frame === null) this.select(null);
      else this.#choose(frame);
    },
    enlarge: () => this.#fit(),
  };

  readonly #stage = new StageController<Drawn>(this, this.#gestures, SERVER_PX, (ctx, area) => {
    const picture = this.#picture(area);
    return picture === null ? null : drawFrames(ctx, picture);
  });

  #frameAt(x: number, y: number): FrameView | null {
    const [{ scale }, grid, { area }] = [this.#zoom, this.#grid, this.#stage];
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

  /** What is zoomed around: the chosen frame. */
  readonly #middle = (goal: AddressScale): number | null =>
    this.#chosen === null ? null : goal.x(this.#chosen.pfn / ROWS);

  #fit(): void {
    const chosen = this.#chosen;
    if (chosen === null) return this.showAll();
    const column = Math.floor(chosen.pfn / ROWS);
    const range = { start: column, end: column + Math.max(1, 2 ** chosen.order / ROWS) };
    this.#zoom.fly((goal) => goal.fitted(range, FIT_SHARE));
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
    const grid = this.#grid;
    if (action === null || grid === null) return;
    event.preventDefault();
    this.#act(action, grid);
  };

  #act(action: KeyAction, { used }: FrameGrid): void {
    switch (action.kind) {
      case 'scroll':
      case 'zoom':
      case 'all':
        return this.#zoom.press(action, this.#middle);
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
