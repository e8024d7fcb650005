/**
 * Page tables as the radix tree that they are, and a walk through them. The canvas is drawn by a pure function; this class keeps the
 * layout, the window on it, the cursor and the step at which the walk stands, and keeps a list beside the canvas that says the same.
 */

import { vpn, type MmView, type PageShift, type Selection, type Vpn } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import type { GestureTarget } from '../element/gestures.ts';
import { listStyles } from '../element/list.styles.ts';
import type { Area } from '../element/resize-controller.ts';
import { footStyles } from '../element/foot.styles.ts';
import { StageController } from '../element/stage-controller.ts';
import { stageStyles } from '../element/stage.styles.ts';
import { ThemeController } from '../element/theme-controller.ts';
import { tips } from '../element/tip.styles.ts';
import { MmElement } from '../element/viewer-element.ts';
import { ZoomController } from '../element/zoom-controller.ts';
import { hexOfPage, pageOfText } from '../format/address.ts';
import { UnitScale } from '../element/unit-scale.ts';
import { probeStyles, tokens } from '../tokens.styles.ts';
import { DumpController } from './dump-controller.ts';
import { entryAt, entryBox } from './entry-boxes.ts';
import { EntryLooks } from './entry-looks.ts';
import { drawPageTable, GUTTER } from './page-table.draw.ts';
import { styles } from './page-table.styles.ts';
import { footTemplate, listTemplate } from './page-table.templates.ts';
import { bandsOf, mostUnitPx } from './radix-bands.ts';
import { radixKey, type RadixKey } from './radix-keys.ts';
import { placedOf, radixLayout, spanOf, startOf, wayTo, type EntryPlace, type RadixLayout } from './radix-layout.ts';
import { besides, firstPageIn, nextTable, outermost } from './radix-moves.ts';
import type { Drawn, Placing, RadixPicture } from './radix-picture.ts';
import { entrySentence, entryTip, statesOf, summaryOf, type Speaking } from './radix-words.ts';
import { ShownWalk } from './shown-walk.ts';
import { NO_CHANGES, tableChanges, type TableChanges } from './table-changes.ts';
import { walkTemplate } from './walk.templates.ts';
import { addressParts, wordBefore } from './walk.ts';

/** Of the picture on a server. */
const SERVER_PX = 352;

/**
 * The page tables of an address space: every table with its entries, what changed since `previous`, and the walk to the selected
 * page: step by step from the root register, with the bits of the address that each level reads. Without a selection the walk goes to
 * the first present page. Below, the bits of the chosen entry.
 *
 * Keys, while the picture has the focus: arrows go from entry to entry (up from the first row of a table leads to the entry that
 * points to it), PageUp and PageDown to the next table, Shift with left and right scrolls, + and − zoom, Enter fits the table, Space
 * walks, 0 shows everything, Home and End go to the first and last entry in use, / goes to the search, Escape selects nothing. The
 * wheel zooms while the picture has the focus, and always with Ctrl.
 *
 * @event mm-select - an entry was chosen; detail is a Selection of kind `pte`
 * @csspart stage - the drawing area
 * @csspart walk - the address and the steps of the walk
 * @csspart summary - the tables in numbers
 * @csspart legend - what the cells mean
 * @csspart tooltip - what is under the pointer
 * @cssproperty [--mm-page-table-stage=22rem] - height of the drawing area
 */
export class MmPageTable extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    selection: { attribute: false },
    compact: { type: Boolean },
  };
  static override styles: CSSResultGroup = [tokens, probeStyles, tips, listStyles, stageStyles, footStyles, styles];
  /** The address space whose tables are shown. */
  declare view: MmView | null;
  /** The one before it: entries that differ are marked. */
  declare previous: MmView | null;
  /** What is selected; its first page is walked to, or, of kind `pte`, the entry is the chosen one. */
  declare selection: Selection | null;
  /** Leaves out the bits of the chosen entry. */
  declare compact: boolean;

  readonly #theme = new ThemeController(this);
  readonly #dump = new DumpController(this);
  readonly #walk = new ShownWalk(() => this.requestUpdate());
  readonly #zoom = new ZoomController<UnitScale>(
    this,
    () => this.#theme.theme?.reducedMotion !== false,
    () => (this.#hover = null),
  );
  #layout: RadixLayout | null = null;
  #looks: EntryLooks | null = null;
  #spec = '';
  #changes: TableChanges = NO_CHANGES;
  #hover: { readonly place: EntryPlace; readonly x: number; readonly y: number } | null = null;
  #isTable = false;
  #badSearch = false;

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
    this.compact = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#walk.player.stop();
  }

  /** Shows everything. */
  showAll(): void {
    this.#zoom.fly((goal) => goal.home());
  }

  /** Selects the entry at which a walk to a page ends. Returns whether there is one. */
  showPage(page: number): boolean {
    const place = this.#layout === null ? undefined : wayTo(this.#layout, page).at(-1);
    if (place === undefined) return false;
    this.#choose(place, vpn(page));
    return true;
  }

  /** Walks from the root register to the selected page, a step at a time; stops where it is already under way. */
  walk(): void {
    const { player } = this.#walk;
    if (!player.isPlaying) return player.play(this.#theme.theme?.reducedMotion !== false);
    player.stop();
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { view, previous } = this;
    if (changed.has('view')) this.#adoptView(view);
    if (changed.has('view') || changed.has('previous')) this.#adoptPrevious(previous);
    this.#adoptArea();
    if (changed.has('view') || changed.has('selection')) this.#adoptSelection(changed);
  }

  protected override render(): TemplateResult {
    const speaking = this.#speaking();
    const { view } = this;
    if (view === null || speaking === null || speaking.layout.tables === 0)
      return html`<p class="empty">${emptyText(view)}</p>
        ${this.#theme.probes()} ${this.liveRegion()}`;
    return html`
      ${this.#walkPart(view, speaking.shift)} ${this.#isTable ? this.#table(speaking) : this.#picture(speaking)}
      ${footTemplate({
        summary: summaryOf(speaking, this.#changes),
        states: statesOf(speaking),
        isTable: this.#isTable,
        badSearch: this.#badSearch,
        search: this.#onSearch,
        turn: this.#turn,
        ...this.#zoom.buttons(this.#middle),
      })}
      ${this.#bits(view)} ${this.#theme.probes()} ${this.liveRegion()}
    `;
  }

  #picture(speaking: Speaking): TemplateResult {
    const cursor = this.#walk.chosen;
    const hover = this.#hover;
    const table = hover === null ? undefined : placedOf(speaking.layout, hover.place)?.table;
    const isChanged =
      table !== undefined && this.#changes.tables.get(table)?.entries.has(hover?.place.index ?? -1) === true;
    const tip = hover === null ? null : entryTip(speaking, hover.place, isChanged);
    return html`<div
      class="stage"
      part="stage"
      tabindex="0"
      role="tree"
      aria-label="Page tables"
      aria-activedescendant=${cursor === null ? nothing : `entry-${cursor.level}-${cursor.index}`}
      @keydown=${this.#onKey}
    >
      ${this.#stage.canvas()} ${listTemplate(speaking, cursor)} ${this.#stage.tip.show(hover, tip)}
    </div>`;
  }

  #walkPart(view: MmView, shift: PageShift): TemplateResult | typeof nothing {
    const { page, steps, player, chosen } = this.#walk;
    if (page === null) return nothing;
    return walkTemplate(
      {
        parts: addressParts(view.arch.geometry, BigInt(page) << BigInt(shift)),
        steps,
        at: player.at,
        chosen: chosen?.level ?? null,
        isPlaying: player.isPlaying,
        address: hexOfPage(page, shift),
      },
      { play: () => this.walk(), to: (step) => this.#goTo(step) },
    );
  }

  #table(speaking: Speaking): TemplateResult {
    return html`<div class="dump">
      ${this.#dump.template(speaking, this.#walk.page, (page) => this.showPage(page))}
    </div>`;
  }

  /** The chosen entry, bit by bit. */
  #bits(view: MmView): TemplateResult | typeof nothing {
    const { entry } = this.#walk;
    if (entry === undefined || this.compact) return nothing;
    return html`<mm-pte
      .architecture=${view.arch}
      .level=${entry.level}
      .word=${entry.word}
      .previousWord=${wordBefore(view, this.previous, entry)}
    ></mm-pte>`;
  }

  #speaking(): Speaking | null {
    const [layout, looks, shift] = [this.#layout, this.#looks, this.view?.arch.geometry.pageShift];
    return layout === null || looks === null || shift === undefined ? null : { layout, looks, shift };
  }

  #adoptView(view: MmView | null): void {
    this.#hover = null;
    this.#dump.forget();
    this.#layout = view === null ? null : radixLayout(view.tables);
    // Looks and window are those of an architecture, and stay while nothing is shown for a while.
    if (view === null || view.arch.spec === this.#spec) return;
    this.#spec = view.arch.spec;
    this.#looks = new EntryLooks(view.arch);
    this.#zoom.adopt(null);
  }

  #adoptPrevious(previous: MmView | null): void {
    const layout = this.#layout;
    const isCompared = layout !== null && previous !== null && previous !== this.view;
    this.#changes = isCompared ? tableChanges(layout, previous.tables) : NO_CHANGES;
  }

  #adoptArea(): void {
    const [{ area }, layout, { scale }] = [this.#stage, this.#layout, this.#zoom];
    if (area === null || layout === null) return;
    const width = Math.max(area.width - GUTTER, 1);
    if (scale === null) this.#zoom.adopt(new UnitScale(layout.units, width, mostUnitPx(layout)));
    else if (scale.width !== width || scale.units !== Math.max(layout.units, 1))
      this.#zoom.adopt(scale.movedTo(layout.units, width));
  }

  #adoptSelection(changed: PropertyValues): void {
    const [view, layout, selection] = [this.view, this.#layout, this.selection];
    if (view === null || layout === null) return;
    this.#walk.adopt(view, layout, selection, changed.has('view'));
    const { chosen, page } = this.#walk;
    if (chosen === null || selection === null || !changed.has('selection')) return;
    this.#zoom.adopt(this.#zoom.scale?.revealing(this.#unitOf(chosen)) ?? null);
    if (this.#isTable && page !== null) this.#dump.reveal(page);
  }

  /** The unit, with its fraction, at which an entry stands, less the half unit that a scale reveals around it. */
  #unitOf(place: EntryPlace): number {
    const placing = this.#placing();
    const box = placing === null ? null : entryBox(placing, place);
    return placing === null || box === null ? 0 : placing.scale.unitAt(box.x + box.width / 2) - 0.5;
  }

  /** Draws now; returns how much was drawn, or null where there is nothing to draw on. */
  paint(): Drawn | null {
    return this.#stage.paint();
  }

  #radixPicture({ height }: Area): RadixPicture | null {
    const [placing, speaking, theme] = [this.#placing(), this.#speaking(), this.#theme.theme];
    if (placing === null || speaking === null || theme === null) return null;
    return {
      ...placing,
      ...speaking,
      theme,
      height,
      changes: this.#changes.tables,
      ...this.#walk.picture,
      chosen: this.#walk.chosen,
      hover: this.#hover?.place ?? null,
    };
  }

  #placing(): Placing | null {
    const [layout, { scale }, { area }] = [this.#layout, this.#zoom, this.#stage];
    if (layout === null || scale === null || area === null) return null;
    return { layout, scale, bands: bandsOf(layout, scale, area.height) };
  }

  readonly #gestures: GestureTarget = {
    zoomAt: (x, factor) => this.#zoom.move((scale) => scale.zoomedAt(x - GUTTER, factor)),
    pan: (dx) => this.#zoom.move((scale) => scale.panned(dx)),
    hover: (x, y) => this.#hoverAt(x, y),
    leave: () => this.#hoverAt(-1, -1),
    click: (x, y) => {
      const place = this.#entryAt(x, y);
      if (place === null) this.select(null);
      else this.#choose(place);
    },
    enlarge: () => this.#fit(),
  };

  readonly #stage = new StageController<Drawn>(this, this.#gestures, SERVER_PX, (ctx, area) => {
    const picture = this.#radixPicture(area);
    return picture === null ? null : drawPageTable(ctx, picture);
  });

  #entryAt(x: number, y: number): EntryPlace | null {
    const placing = this.#placing();
    return placing === null || x < GUTTER ? null : entryAt(placing, x - GUTTER, y);
  }

  #hoverAt(x: number, y: number): void {
    const place = this.#entryAt(x, y);
    if (place === null && this.#hover === null) return;
    this.#hover = place === null ? null : { place, x, y };
    this.requestUpdate();
  }

  /** What is zoomed around: the chosen entry. */
  readonly #middle = (goal: UnitScale): number | null => {
    const { chosen } = this.#walk;
    return chosen === null ? null : goal.x(this.#unitOf(chosen) + 0.5);
  };

  #fit(): void {
    const { chosen } = this.#walk;
    const placed = chosen === null || this.#layout === null ? undefined : placedOf(this.#layout, chosen);
    if (placed !== undefined) this.#zoom.fly((goal) => goal.fitted(placed.x, placed.units));
  }

  /** Makes an entry the selected one; what is below it is walked to. */
  #choose(place: EntryPlace, page?: Vpn): void {
    const speaking = this.#speaking();
    const placed = speaking === null ? undefined : placedOf(speaking.layout, place);
    if (speaking === null || placed === undefined) return;
    const start = vpn(startOf(placed, place.index));
    const end = vpn(start + spanOf(placed));
    this.#walk.wish({ start, end }, page, () => firstPageIn(speaking.layout, place));
    this.select({ kind: 'pte', level: place.level, start, end });
    this.say(entrySentence(speaking, placed, place.index));
    this.requestUpdate();
  }

  /** Stands at a step of the walk; where that reads an entry, it is the chosen one. */
  #goTo(step: number): void {
    const place = this.#walk.goTo(step);
    if (place !== undefined) this.#choose(place);
  }

  readonly #turn = (): void => {
    this.#isTable = !this.#isTable;
    this.#hover = null;
    this.requestUpdate();
  };

  readonly #onSearch = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    const shift = this.view?.arch.geometry.pageShift;
    const page = shift === undefined ? null : pageOfText(value, shift);
    this.#badSearch = value.trim() !== '' && (page === null || !this.showPage(page));
    if (this.#badSearch) this.say(`${value.trim()} is no address of this tree`);
    this.requestUpdate();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const key = radixKey(event);
    const layout = this.#layout;
    if (key === null || layout === null) return;
    event.preventDefault();
    this.#act(key, layout);
  };

  #act(key: RadixKey, layout: RadixLayout): void {
    const cursor = this.#walk.chosen ?? { level: 0, at: 0, index: 0 };
    switch (key.kind) {
      case 'scroll':
      case 'zoom':
      case 'all':
        return this.#zoom.press(key, this.#middle);
      case 'none':
        return this.select(null);
      case 'search':
        return this.renderRoot.querySelector<HTMLInputElement>('.search input')?.focus();
      case 'walk':
        return this.walk();
      case 'fit':
        return this.#fit();
      case 'first':
      case 'last': {
        const place = outermost(layout, cursor.level, key.kind === 'first' ? 1 : -1);
        return place === null ? undefined : this.#choose(place);
      }
      case 'table':
        return this.#choose(nextTable(layout, cursor, key.by));
      case 'entry':
        return this.#choose(besides(layout, cursor, key.columns, key.rows));
    }
  }
}

const emptyText = (view: MmView | null): string =>
  view === null
    ? 'No address space to show yet.'
    : 'No page was touched yet. A log that records no accesses touches none.';

declare global {
  interface HTMLElementTagNameMap {
    'mm-page-table': MmPageTable;
  }
}
