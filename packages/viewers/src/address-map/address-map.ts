/**
 * The address map: from all of user space down to one page. The canvas is drawn by a pure function; this class keeps the
 * scale, turns gestures and keys into new scales and selections, and keeps a list beside the canvas that says the same.
 */

import { vpn, type MmView, type Selection, type VmaView } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import type { Area } from '../element/resize-controller.ts';
import { footStyles } from '../element/foot.styles.ts';
import { StageController } from '../element/stage-controller.ts';
import { stageStyles } from '../element/stage.styles.ts';
import { swatches } from '../element/swatch.styles.ts';
import { ThemeController } from '../element/theme-controller.ts';
import { tips } from '../element/tip.styles.ts';
import { MmElement } from '../element/viewer-element.ts';
import { ZoomController } from '../element/zoom-controller.ts';
import { rangeText } from '../format/address.ts';
import { TableReader } from '../table-reader.ts';
import { probeStyles, tokens } from '../tokens.styles.ts';
import { addressAxis, type AddressAxis, type PageRange } from './address-axis.ts';
import { drawAddressMap } from './address-map.draw.ts';
import { styles } from './address-map.styles.ts';
import { footTemplate, listTemplate } from './address-map.templates.ts';
import { AddressScale } from './address-scale.ts';
import { mapChanges, NO_CHANGES, type MapChanges } from './changes.ts';
import { pageText, sentenceOf, tipOf, type Place } from './describe.ts';
import { bandsIn, inBand, type Bands } from './geometry.ts';
import type { GestureTarget } from '../element/gestures.ts';
import { keyAction } from './keys.ts';
import { kindPatterns } from './patterns.ts';
import type { Paint, Picture } from './picture.ts';
import { firstAfter, vmaAt, vmaColumns, type VmaColumns } from './vma-columns.ts';

const PAGE_PX = 3;
/** Of the picture on a server. */
const SERVER_PX = 300;

/**
 * Draws one address space as a strip that can be zoomed from all of user space to one page. Big holes are folded. What
 * changed since `previous` is marked above the lane, permissions and present pages below it.
 *
 * Keys, while it has the focus: arrows go from mapping to mapping, Alt+arrows from page to page, Shift+arrows scroll,
 * + and − zoom, Enter fits the selection, 0 shows everything, Home and End go to the ends, Escape selects nothing.
 * The wheel zooms while the map has the focus, and always with Ctrl.
 *
 * @event mm-select - a gesture selected a mapping, a page or a range; detail is a Selection, or null
 * @csspart stage - the drawing area
 * @csspart legend - the list of kinds below it
 * @csspart tooltip - what is under the pointer
 * @cssproperty --mm-code - colour of code; likewise --mm-data, --mm-file, --mm-anon, --mm-heap, --mm-stack, --mm-shared,
 *   --mm-special, --mm-guard, --mm-unknown
 */
export class MmAddressMap extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    selection: { attribute: false },
    opening: { attribute: false },
    unfolded: { type: Boolean, reflect: true },
  };
  static override styles: CSSResultGroup = [tokens, probeStyles, swatches, tips, stageStyles, footStyles, styles];
  /** The address space to draw. */
  declare view: MmView | null;
  /** The one before it, to show what changed; null shows no changes. */
  declare previous: MmView | null;
  /** What is selected, here or in another viewer. */
  declare selection: Selection | null;
  /** What it shows first, until somebody goes elsewhere; null is everything. */
  declare opening: PageRange | null;
  /** Draws holes to scale instead of folding them. */
  declare unfolded: boolean;

  readonly #theme = new ThemeController(this);
  readonly #zoom = new ZoomController<AddressScale>(
    this,
    () => this.#theme.theme?.reducedMotion !== false,
    () => (this.#place = null),
  );
  #columns: VmaColumns = vmaColumns([]);
  #reader: TableReader | null = null;
  #changes: MapChanges = NO_CHANGES;
  #place: (Place & { readonly x: number; readonly y: number }) | null = null;
  #sweep: PageRange | null = null;
  #patterns: { readonly key: string; readonly list: readonly (Paint | null)[] } = { key: '', list: [] };

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
    this.opening = null;
    this.unfolded = false;
  }

  /** Shows a range, with an animation unless motion is to be reduced. */
  showRange(range: PageRange): void {
    this.#zoom.fly((goal) => goal.fitted(range));
  }

  /** Shows everything. */
  showAll(): void {
    this.#zoom.fly((goal) => goal.home());
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view')) this.#adoptView();
    if (changed.has('view') || changed.has('previous')) {
      const [view, previous] = [this.view, this.previous];
      this.#changes = view === null || previous === null ? NO_CHANGES : mapChanges(previous.vmas, view.vmas);
    }
    if (changed.has('view') || changed.has('unfolded')) this.#adoptAxis();
    const { area } = this.#stage;
    if (area !== null && this.#zoom.scale?.width !== area.width) this.#adoptWidth(area.width);
    const { selection } = this;
    if (changed.has('selection') && selection !== null)
      this.#zoom.adopt(this.#zoom.scale?.revealing(selection) ?? null);
  }

  protected override render(): TemplateResult {
    const active = this.#activeIndex();
    const shift = this.view?.arch.geometry.pageShift;
    return html`
      <div
        class="stage"
        part="stage"
        tabindex="0"
        role="listbox"
        aria-label="Address map"
        aria-activedescendant=${active < 0 ? nothing : `vma-${active}`}
        @keydown=${this.#onKey}
      >
        ${this.#stage.canvas()}
        ${this.#place === null ? nothing : html`<div class="crosshair" aria-hidden="true"></div>`}
        ${shift === undefined ? nothing : listTemplate(this.#columns.vmas, active, shift)}
      </div>
      ${this.#stage.tip.show(this.#place, this.#place === null || shift === undefined ? null : tipOf(this.#place, shift))}
      ${footTemplate(this.#columns, this.#readout(), this.#zoom.buttons(this.#middle))} ${this.#theme.probes()}
      ${this.liveRegion()}
    `;
  }

  #readout(): string {
    const shift = this.view?.arch.geometry.pageShift;
    const { scale } = this.#zoom;
    if (scale === null || shift === undefined || scale.isHome) return '';
    const { start, end } = scale.visible();
    return rangeText(Math.floor(start), Math.ceil(end), shift);
  }

  #adoptView(): void {
    const { view } = this;
    this.#columns = vmaColumns(view?.vmas ?? []);
    this.#reader = view === null ? null : new TableReader(view.tables);
    this.#place = null;
  }

  #adoptAxis(): void {
    const width = this.#zoom.scale?.width ?? this.#stage.area?.width;
    if (width === undefined) return;
    const axis = this.#axis();
    this.#zoom.adopt(this.#zoom.scale?.movedTo(axis, width) ?? this.#opened(axis, width));
  }

  #adoptWidth(width: number): void {
    const { scale } = this.#zoom;
    this.#zoom.adopt(scale?.movedTo(scale.axis, width) ?? this.#opened(this.#axis(), width));
  }

  #opened(axis: AddressAxis, width: number): AddressScale {
    const home = new AddressScale(axis, width);
    return this.opening === null ? home : home.fitted(this.opening);
  }

  #axis(): AddressAxis {
    const { view } = this;
    return addressAxis(view?.vmas ?? [], view?.arch.layout.taskSize ?? 1, !this.unfolded);
  }

  /** Paints now. Returns the milliseconds that it took, for measurements. */
  paint(): number {
    const begin = performance.now();
    return this.#stage.paint() === null ? 0 : performance.now() - begin;
  }

  #picture({ height, ratio }: Area): Picture | null {
    const [{ view }, { theme }, { scale }] = [this, this.#theme, this.#zoom];
    if (view === null || this.#reader === null || theme === null || scale === null) return null;
    return {
      columns: this.#columns,
      scale,
      overview: scale.home(),
      bands: bandsIn(height),
      theme,
      patterns: this.#patternsFor(theme.colour.ink, ratio),
      changes: this.#changes,
      selection: this.#sweep ?? this.selection,
      hover: this.#place?.vma ?? null,
      reader: this.#reader,
      shift: view.arch.geometry.pageShift,
    };
  }

  #patternsFor(ink: string, ratio: number): readonly (Paint | null)[] {
    const key = `${ink} ${ratio}`;
    if (this.#patterns.key !== key) {
      this.#patterns = { key, list: kindPatterns(ink, ratio) };
    }
    return this.#patterns.list;
  }

  readonly #gestures: GestureTarget = {
    zoomAt: (x, factor) => this.#zoom.move((scale) => scale.zoomedAt(x, factor)),
    pan: (dx) => this.#zoom.move((scale) => scale.panned(dx)),
    centre: (x) => this.#zoom.move((scale) => scale.panned(scale.x(scale.home().pageAt(x)) - scale.width / 2)),
    inOverview: (y) => inBand(this.#bands.overview, y) && this.#zoom.scale?.isHome === false,
    hover: (x, y) => this.#hover(x, y),
    leave: () => this.#unhover(),
    click: (x, y) => this.#click(x, y),
    enlarge: (x) => {
      const vma = this.#vmaAtX(x);
      if (vma !== null) this.showRange(vma);
    },
    sweep: (from, to, done) => this.#swept(from, to, done),
  };

  readonly #stage = new StageController<true>(this, this.#gestures, SERVER_PX, (ctx, area) => {
    const picture = this.#picture(area);
    if (picture === null) return null;
    drawAddressMap(ctx, picture);
    return true;
  });

  get #bands(): Bands {
    return bandsIn(this.#stage.area?.height ?? 0);
  }

  /** What is zoomed around: the selection. */
  readonly #middle = (goal: AddressScale): number | null =>
    this.selection === null ? null : (goal.x(this.selection.start) + goal.x(this.selection.end)) / 2;

  #vmaAtX(x: number): VmaView | null {
    const { scale } = this.#zoom;
    return scale === null ? null : vmaAt(this.#columns, Math.floor(scale.pageAt(x)));
  }

  #hover(x: number, y: number): void {
    const { scale } = this.#zoom;
    if (scale === null || this.view === null) return;
    const inStrip = inBand(this.#bands.overview, y);
    const page = vpn(Math.max(0, Math.floor((inStrip ? scale.home() : scale).pageAt(x))));
    const vma = vmaAt(this.#columns, page);
    const last = this.view.tables.root === null || vma === null ? undefined : this.view.tables.walk(page).at(-1);
    this.#place = { page, vma, hole: vma === null ? this.#holeAt(page) : null, entry: last ?? null, x, y };
    this.requestUpdate();
  }

  #holeAt(page: number): PageRange {
    const { vmas } = this.#columns;
    const next = firstAfter(this.#columns, page);
    return { start: vmas[next - 1]?.end ?? 0, end: vmas[next]?.start ?? this.#zoom.scale?.axis.end ?? page };
  }

  #unhover(): void {
    if (this.#place === null) return;
    this.#place = null;
    this.requestUpdate();
  }

  #click(x: number, y: number): void {
    const [{ scale }, bands] = [this.#zoom, this.#bands];
    if (scale === null) return;
    const onPages = inBand(bands.pages, y) && scale.pagePx(scale.pageAt(x)) >= PAGE_PX;
    const page = vpn(Math.floor((inBand(bands.overview, y) ? scale.home() : scale).pageAt(x)));
    const vma = vmaAt(this.#columns, page);
    if (vma === null) this.select(null);
    else if (onPages) this.select({ kind: 'page', start: page, end: vpn(page + 1) });
    else this.#selectVma(vma);
  }

  #swept(from: number, to: number, done: boolean): void {
    const { scale } = this.#zoom;
    if (scale === null) return;
    const [a, b] = [scale.pageAt(Math.min(from, to)), scale.pageAt(Math.max(from, to))];
    const range = { start: vpn(Math.floor(a)), end: vpn(Math.ceil(b)) };
    this.#sweep = done ? null : range;
    if (done) this.select({ kind: 'range', ...range });
    this.requestUpdate();
  }

  #selectVma(vma: VmaView): void {
    this.select({ kind: 'vma', id: vma.id, start: vma.start, end: vma.end });
    const shift = this.view?.arch.geometry.pageShift;
    if (shift !== undefined) this.say(sentenceOf(vma, shift));
  }

  #selectPage(page: number): void {
    const vma = vmaAt(this.#columns, page);
    const shift = this.view?.arch.geometry.pageShift;
    if (vma === null || shift === undefined || this.view === null) return;
    this.select({ kind: 'page', start: vpn(page), end: vpn(page + 1) });
    const entry = this.view.tables.walk(vpn(page)).at(-1) ?? null;
    this.say(`page ${pageText({ page, vma, hole: null, entry }, shift)}`);
  }

  #activeIndex(): number {
    if (this.selection === null) return -1;
    const i = firstAfter(this.#columns, this.selection.start);
    const vma = this.#columns.vmas[i];
    return vma !== undefined && vma.start < this.selection.end ? i : -1;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const action = keyAction(event);
    if (action === null) return;
    event.preventDefault();
    const { vmas } = this.#columns;
    if (action.kind === 'scroll' || action.kind === 'zoom' || action.kind === 'all')
      return this.#zoom.press(action, this.#middle);
    if (action.kind === 'none') return this.select(null);
    if (action.kind === 'fit') return this.selection === null ? this.showAll() : this.showRange(this.selection);
    if (action.kind === 'page') return this.#selectPage((this.selection?.start ?? vmas[0]?.start ?? 0) + action.by);
    const moved = action.kind === 'vma' ? this.#activeIndex() + action.by : 0;
    const to = action.kind === 'end' ? vmas.length - 1 : moved;
    const vma = vmas[Math.max(0, Math.min(vmas.length - 1, to))];
    if (vma !== undefined) this.#selectVma(vma);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-address-map': MmAddressMap;
  }
}
