/**
 * The element: what it is told becomes a calendar, gestures become events. Rows and columns change with the run and the width alone; where
 * time stands, and what is pointed at, is drawn over them.
 */

import {
  SEEK_EVENT,
  SELECT_EVENT,
  vpn,
  type MmView,
  type PlayedRunPosition,
  type RunSource,
  type Selection,
  type ViewerElement,
} from '@mm-playground/api';
import { html, LitElement, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { calendarOf, callsOf, faultsIn, rowSums, type Calendar, type Cell, type RowSums } from './calendar.ts';
import { cellOfKey } from './keys.ts';
import {
  cellAt,
  columnAt,
  columnBars,
  layoutOf,
  refusedPath,
  roomOf,
  rowBars,
  shadePaths,
  TOP,
  type Layout,
} from './layout.ts';
import { pictureTemplate, type Picture } from './picture.ts';
import { FaultReader } from './reader.ts';
import { styles } from './styles.ts';
import { footTemplate, headTemplate, tableTemplate } from './templates.ts';
import { cellText } from './words.ts';

/** What is drawn of a run at a width: made once. */
type Drawing = Pick<Picture, 'calendar' | 'layout' | 'shades' | 'refused' | 'columnBars' | 'rowBars' | 'totals'> & {
  readonly sums: readonly RowSums[];
};

/**
 * fault-calendar.
 *
 * Keys, while the picture has the focus: arrows go from cell to cell, Home and End to the ends of a row, Enter selects the pages of the
 * faults, Space goes to the call, Escape selects nothing.
 *
 * @event mm-select - the pages of a cell or a row
 * @event mm-seek - the end of a column's last call
 */
export class Viewer extends LitElement implements ViewerElement {
  static override properties = {
    view: { attribute: false },
    run: { attribute: false },
    position: { attribute: false },
    selection: { attribute: false },
  };
  static override styles: CSSResultGroup = styles;
  /** The address space that names the rows. */
  declare view: MmView | null;
  /** What was played. */
  declare run: RunSource | null;
  /** Where time stands. */
  declare position: PlayedRunPosition;
  /** What is selected anywhere. */
  declare selection: Selection | null;

  readonly #reader = new FaultReader(this);
  readonly #resizes: ResizeObserver | null = null;
  #width = 0;
  #drawing: (Drawing & { readonly of: readonly unknown[] }) | null = null;
  #cursor: Cell | null = null;
  #hover: Cell | null = null;
  #said = '';

  constructor() {
    super();
    this.view = null;
    this.run = null;
    this.position = { call: -1, step: -1 };
    this.selection = null;
    if (typeof ResizeObserver === 'function')
      this.#resizes = new ResizeObserver(([entry]) => this.#resized(entry?.contentRect.width ?? 0));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes?.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes?.disconnect();
  }

  #resized(width: number): void {
    const whole = Math.floor(width);
    if (whole === this.#width || whole === 0) return;
    this.#width = whole;
    // In the next frame: what is drawn changes the height, which the observer would tell of at once.
    requestAnimationFrame(() => this.requestUpdate());
  }

  protected override willUpdate(_changed: PropertyValues): void {
    if (this.view === null) return;
    this.#reader.adopt(this.run, this.view.arch.geometry.pageShift);
    this.#draw();
  }

  /** Lays out what was read, unless that was done for these faults and this width. */
  #draw(): void {
    const { faults, progress } = this.#reader;
    const calls = this.run?.calls.length ?? 0;
    const of = [faults, calls, this.#width];
    if (this.#drawing !== null && of.every((each, at) => each === this.#drawing?.of[at])) return;
    [this.#cursor, this.#hover, this.#drawing] = [null, null, null];
    if (this.#width === 0 || progress < 1 || faults.length === 0) return;
    const calendar = calendarOf(faults, calls, roomOf(this.#width));
    const layout = layoutOf(calendar, this.#width);
    const sums = rowSums(calendar);
    const totals = calendar.rows.map((_, row) => sums.find((each) => each.row === row)?.total ?? 0);
    this.#drawing = {
      ...{ of, calendar, layout, sums, totals },
      shades: shadePaths(calendar, layout),
      refused: refusedPath(calendar, layout),
      columnBars: columnBars(calendar, layout),
      rowBars: rowBars(totals, layout),
    };
  }

  protected override render(): TemplateResult {
    const { view, run } = this;
    if (view === null || run === null) return html`<p class="quiet">Nothing was played yet.</p>`;
    const { progress, faults } = this.#reader;
    if (progress < 1) return html`<p class="quiet">Reading ${run.calls.length} calls…</p>`;
    if (faults.length === 0)
      return html`<p class="quiet">
        No page fault in these calls. What a program reads and writes by itself stands in no recording of its calls: a
        script says it by <span class="mono">load(…)</span> and <span class="mono">store(…)</span>.
      </p>`;
    const drawing = this.#drawing;
    return drawing === null ? html`<p class="quiet">${faults.length} faults</p>` : this.#shown(drawing, view);
  }

  #shown(drawing: Drawing, view: MmView): TemplateResult {
    const { calendar, sums } = drawing;
    const { pageShift } = view.arch.geometry;
    const [cursor, hover] = [this.#cursor, this.#hover];
    const cell = hover ?? cursor;
    return html`${headTemplate(calendar)}
      <div
        class="stage"
        tabindex="0"
        role="application"
        aria-label="Page faults, by calls from left to right and by address from top to bottom. Arrow keys go from cell to cell, Enter selects its pages, Space goes to its call."
        @keydown=${this.#onKey}
        @pointermove=${this.#onMove}
        @pointerleave=${this.#onLeave}
        @click=${this.#onClick}
      >
        ${pictureTemplate({ ...drawing, view, selection: this.selection, call: this.position.call, cursor, hover })}
      </div>
      ${footTemplate(
        calendar,
        cell === null ? null : cellText(calendar, cell, pageShift),
        cursor === null ? nothing : this.#goButton(calendar, cursor),
      )}
      ${tableTemplate({ calendar, sums, view, select: (row) => this.#select({ row }) })}
      <p class="sr" role="status" aria-live="polite">${this.#said}</p>`;
  }

  #goButton(calendar: Calendar, { column }: Cell): TemplateResult {
    const [, last] = callsOf(calendar, column);
    return html`<button type="button" class="go" @click=${() => this.#seek(column)}>Go to call ${last + 1}</button>`;
  }

  /** Selects the pages of faults; of a cell with none, those of its row. */
  #select(cell: Partial<Cell>): void {
    const drawing = this.#drawing;
    const row = drawing?.calendar.rows[cell.row ?? -1];
    if (drawing === null || row === undefined) return;
    const pages = faultsIn(drawing.calendar, cell).map(({ page }) => page);
    const isCell = cell.column !== undefined && pages.length > 0;
    const start = isCell ? pages.reduce((a, b) => Math.min(a, b)) : row.start;
    const end = isCell ? pages.reduce((a, b) => Math.max(a, b)) + 1 : row.end;
    this.#ask<Selection>(SELECT_EVENT, {
      kind: end - start === 1 ? 'page' : 'range',
      start: vpn(start),
      end: vpn(end),
    });
  }

  #seek(column: number): void {
    const [, call] = this.#drawing === null ? [0, -1] : callsOf(this.#drawing.calendar, column);
    const step = (this.run?.stepsOf(call).length ?? 0) - 1;
    this.#ask<PlayedRunPosition>(SEEK_EVENT, { call, step });
  }

  #ask<T>(type: string, detail: T | null): void {
    this.dispatchEvent(new CustomEvent<T | null>(type, { detail, bubbles: true, composed: true }));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const drawing = this.#drawing;
    if (drawing === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const { calendar } = drawing;
    const cursor = this.#cursor ?? { row: 0, column: 0 };
    if (event.key === 'Enter') this.#select(cursor);
    else if (event.key === ' ') this.#seek(cursor.column);
    else if (event.key === 'Escape') this.#ask<Selection>(SELECT_EVENT, null);
    else {
      const to = cellOfKey(event.key, this.#cursor, calendar);
      if (to === null) return;
      this.#moveTo(to, calendar);
    }
    event.preventDefault();
  };

  #moveTo(cell: Cell, calendar: Calendar): void {
    this.#cursor = cell;
    this.#said = cellText(calendar, cell, this.view?.arch.geometry.pageShift ?? 0);
    this.requestUpdate();
  }

  readonly #onMove = (event: PointerEvent): void => {
    const place = this.#placeOf(event);
    const hover = place === null ? null : cellAt(place.layout, place.x, place.y);
    if (hover?.row === this.#hover?.row && hover?.column === this.#hover?.column) return;
    this.#hover = hover;
    this.requestUpdate();
  };

  readonly #onLeave = (): void => {
    this.#hover = null;
    this.requestUpdate();
  };

  /** A cell selects, the sums above go to a call, a label selects its row. */
  readonly #onClick = (event: MouseEvent): void => {
    const [place, drawing] = [this.#placeOf(event), this.#drawing];
    if (place === null || drawing === null) return;
    const { layout, x, y } = place;
    const cell = cellAt(layout, x, y);
    const column = columnAt(layout, x);
    if (cell !== null) {
      this.#moveTo(cell, drawing.calendar);
      this.#select(cell);
    } else if (column !== null && y < TOP) this.#seek(column);
    else if (x < layout.left) {
      const beside = cellAt(layout, layout.left, y);
      if (beside !== null) this.#select({ row: beside.row });
    }
  };

  #placeOf(event: MouseEvent): { readonly layout: Layout; readonly x: number; readonly y: number } | null {
    const box = this.renderRoot.querySelector('svg')?.getBoundingClientRect();
    if (this.#drawing === null || box === undefined) return null;
    return { layout: this.#drawing.layout, x: event.clientX - box.left, y: event.clientY - box.top };
  }
}
