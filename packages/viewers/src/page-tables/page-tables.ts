/**
 * Page tables, the way the hardware walks them: one table a level, from the root to the entry that ends the walk, each as
 * a grid of its entries with the walked one outlined; below, the bits of the chosen entry.
 */

import { vpn, type MmView, type Selection, type Vpn, type ViewerPlugin, type WalkEntry } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { TableReader } from '../table-reader.ts';
import { viewerPlugin } from '../element/define.ts';
import { ResizeController } from '../element/resize-controller.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { ThemeController } from '../element/theme-controller.ts';
import { MmElement } from '../element/viewer-element.ts';
import { grouped, hexOfPage, sizeOfPages } from '../format/address.ts';
import { sentenceOf, wordText } from '../pte/pte-fields.ts';
import { pte } from '../pte/pte.ts';
import { probeStyles, tokens } from '../tokens.styles.ts';
import { styles } from './page-tables.styles.ts';
import { drawTable, gridPx, indexAt, tableGrid, type TableGrid } from './table-grid.ts';

const LEGEND: readonly (readonly [state: string, words: string])[] = [
  ['table', 'next table'],
  ['clean', 'read only'],
  ['writable', 'writable'],
  ['dirty', 'dirty'],
  ['special', 'special'],
  ['swap', 'swapped out'],
];
const KEY_STEPS: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The walk to the selected page. Without a selection it goes to the first present page. Choosing an entry of any table
 * selects what it spans.
 *
 * Keys, on a table: arrows go to the neighbouring entry, Home and End to the first and last that is not empty.
 *
 * @event mm-select - an entry was chosen; detail is a Selection of kind `pte`
 * @csspart levels - the tables
 */
export class MmPageTables extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    selection: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, probeStyles, styles];
  /** The address space whose tables are shown. */
  declare view: MmView | null;
  /** The one before it: entries that differ are marked. */
  declare previous: MmView | null;
  /** What is selected; its first page is walked to, or, of kind `pte`, the walk ends at its level. */
  declare selection: Selection | null;

  readonly #theme = new ThemeController(this);
  readonly #sheet = new SheetController(this);
  readonly #size = new ResizeController(this);
  #reader: TableReader | null = null;
  #before: TableReader | null = null;

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view')) this.#reader = this.view === null ? null : new TableReader(this.view.tables);
    if (changed.has('previous')) this.#before = this.previous === null ? null : new TableReader(this.previous.tables);
  }

  protected override render(): TemplateResult {
    const { view } = this;
    const page = view === null ? null : this.#page(view);
    if (view === null || page === null) return this.#empty();
    const walk = view.tables.walk(page);
    const chosen = this.#chosen(walk);
    const shift = view.arch.geometry.pageShift;
    return html`
      <p class="address">
        Walk to <span class="mono">${hexOfPage(page, shift)}</span>${
          chosen === undefined
            ? nothing
            : html`: ${sentenceOf(chosen.entry, this.#levelName(chosen.level)).toLowerCase()}`
        }
      </p>
      <div class="levels" part="levels">
        ${walk.map(
          (entry, i) =>
            html`${i === 0 ? nothing : html`<span class="arrow" aria-hidden="true">▸</span>`}${this.#level(
              entry,
              entry === chosen,
            )}`,
        )}
      </div>
      <ul class="legend" aria-label="What the cells mean">
        ${LEGEND.map(([state, words]) => html`<li><span class="key ${state}"></span>${words}</li>`)}
      </ul>
      ${
        chosen === undefined
          ? nothing
          : html`<mm-pte .arch=${view.arch} .level=${chosen.level} .word=${chosen.word}></mm-pte>`
      }
      ${this.#theme.probes()} ${this.liveRegion()}
    `;
  }

  protected override updated(): void {
    const theme = this.#theme.theme;
    const { view } = this;
    if (theme === null || view === null) return;
    const page = this.#page(view);
    if (page === null) return;
    const grids = view.arch.geometry.levels.map((_, level) => this.#grid(level));
    const size = (grid: TableGrid): string =>
      `inline-size:${grid.columns * grid.cell}px;block-size:${grid.rows * grid.cell}px`;
    this.#sheet.set(grids.map((grid, level) => `.l${level} canvas{${size(grid)}}`).join(''));
    for (const entry of view.tables.walk(page)) this.#paint(entry, theme, this.#grid(entry.level));
  }

  #empty(): TemplateResult {
    const text =
      this.view === null
        ? 'No address space to show yet.'
        : 'No page was touched yet. A log that records no accesses touches none.';
    return html`<p class="empty">${text}</p>
      ${this.#theme.probes()} ${this.liveRegion()}`;
  }

  #level(entry: WalkEntry, chosen: boolean): TemplateResult {
    const name = this.#levelName(entry.level);
    const entries = this.#reader?.entries(entry.table) ?? [];
    const shift = this.view?.arch.geometry.pageShift;
    const label = `${name} table, ${entries.length} entries in use; entry ${entry.index}: ${sentenceOf(entry.entry, name)}`;
    return html`<section class="level l${entry.level} ${chosen ? 'chosen' : ''}" aria-label="${name} table">
      <h3>${name}<small>${grouped(entries.length)} of ${grouped(this.#count(entry.level))}</small></h3>
      <div
        class="grid"
        tabindex="0"
        role="slider"
        aria-label="${name} entry"
        aria-valuemin="0"
        aria-valuemax=${this.#count(entry.level) - 1}
        aria-valuenow=${entry.index}
        aria-valuetext=${label}
        data-level=${entry.level}
        @click=${(event: MouseEvent) => this.#click(event, entry)}
        @keydown=${(event: KeyboardEvent) => this.#key(event, entry)}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      <dl class="facts">
        <dt class="more">table</dt>
        <dd class="more">pfn ${entry.table.toString(16)}</dd>
        <dt>index</dt>
        <dd>${entry.index}</dd>
        <dt>spans</dt>
        <dd>${shift === undefined ? '' : sizeOfPages(entry.pages, shift)}</dd>
        <dt class="more">entry</dt>
        <dd class="more">${wordText(entry.word)}</dd>
      </dl>
    </section>`;
  }

  #paint(entry: WalkEntry, theme: NonNullable<ThemeController['theme']>, grid: TableGrid): void {
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>(`.l${entry.level} canvas`);
    const ctx = canvas?.getContext('2d');
    if (!canvas || !ctx) return;
    const ratio = globalThis.devicePixelRatio;
    canvas.width = Math.round(grid.columns * grid.cell * ratio);
    canvas.height = Math.round(grid.rows * grid.cell * ratio);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const entries = this.#reader?.entries(entry.table) ?? [];
    drawTable(ctx, theme, grid, entries, { path: entry.index, changed: this.#changed(entry, entries) });
  }

  /** Indexes whose words differ from those of the table at the same place in the view before. */
  #changed(entry: WalkEntry, entries: readonly WalkEntry[]): ReadonlySet<number> {
    const old = this.previous?.tables.walk(entry.start).find((step) => step.level === entry.level);
    if (this.previous === null || this.#before === null) return new Set();
    const words = new Map(old === undefined ? [] : this.#before.entries(old.table).map((e) => [e.index, e.word]));
    return new Set(entries.filter((e) => words.get(e.index) !== e.word).map((e) => e.index));
  }

  #page(view: MmView): Vpn | null {
    if (view.tables.root === null) return null;
    if (this.selection !== null) return this.selection.start;
    for (const leaf of view.tables.leaves()) return leaf.start;
    return view.vmas[0]?.start ?? null;
  }

  #chosen(walk: readonly WalkEntry[]): WalkEntry | undefined {
    const { selection } = this;
    const level = selection?.kind === 'pte' ? selection.level : Number.POSITIVE_INFINITY;
    return walk.find((entry) => entry.level === level) ?? walk.at(-1);
  }

  #levelName(level: number): string {
    return this.view?.arch.geometry.levels[level]?.name ?? `level ${level}`;
  }

  #count(level: number): number {
    return 2 ** (this.view?.arch.geometry.levels[level]?.indexBits ?? 0);
  }

  #click(event: MouseEvent, entry: WalkEntry): void {
    const grid = this.#grid(entry.level);
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const index = indexAt(grid, event.clientX - box.left, event.clientY - box.top);
    if (index >= 0) this.#choose(entry, index);
  }

  #key(event: KeyboardEvent, entry: WalkEntry): void {
    const step = KEY_STEPS[event.key];
    const entries = this.#reader?.entries(entry.table) ?? [];
    const edge = event.key === 'Home' ? entries[0] : event.key === 'End' ? entries.at(-1) : undefined;
    if (step === undefined && edge === undefined) return;
    event.preventDefault();
    const moved = step === undefined ? 0 : entry.index + step[0] + step[1] * this.#grid(entry.level).columns;
    this.#choose(entry, edge?.index ?? Math.max(0, Math.min(this.#count(entry.level) - 1, moved)));
  }

  #grid(level: number): TableGrid {
    const levels = this.view?.arch.geometry.levels ?? [];
    return tableGrid(levels[level]?.indexBits ?? 0, gridPx(this.#size.area?.width ?? 0, levels.length));
  }

  /** Selects what entry `index` of the same table spans. */
  #choose(entry: WalkEntry, index: number): void {
    const start = entry.start + (index - entry.index) * entry.pages;
    this.select({ kind: 'pte', level: entry.level, start: vpn(start), end: vpn(start + entry.pages) });
    const shift = this.view?.arch.geometry.pageShift;
    if (shift !== undefined) this.say(`${this.#levelName(entry.level)} entry ${index}, ${hexOfPage(start, shift)}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-page-tables': MmPageTables;
  }
}

/** The plugin value of {@link MmPageTables}. */
export const pageTables: ViewerPlugin = viewerPlugin('page-tables', 'Page tables', () => MmPageTables, [pte]);
