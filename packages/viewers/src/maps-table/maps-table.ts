/**
 * /proc/PID/maps as a table: the kernel's columns and formatting, in address order, with what changed since the view
 * before. Long tables are virtualised; copying always takes all rows, exactly as the kernel would print them.
 */

import { addrOf, type MapsRow, type MmView, type Selection, type VmaView } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { isCopy, listKey, rowOfClick } from '../element/list-gestures.ts';
import { CHANGE_MARKS, CHANGE_WORDS } from '../element/change-marks.ts';
import { listStyles } from '../element/list.styles.ts';
import { RowsController } from '../element/row-window.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { swatches } from '../element/swatch.styles.ts';
import { MmElement } from '../element/viewer-element.ts';
import { countText, grouped } from '../format/address.ts';
import { tokens } from '../tokens.styles.ts';
import { cellsOf, COLUMNS, diffRows, textOf, vmaOfRow, type Column, type DiffRow } from './maps-rows.ts';
import { styles } from './maps-table.styles.ts';

const TITLES: Readonly<Record<Column, string>> = {
  address: 'address',
  perms: 'perms',
  offset: 'offset',
  device: 'dev',
  inode: 'inode',
  name: 'pathname',
};

/**
 * The rows of /proc/PID/maps. New, changed and vanished rows are marked against `previous`.
 *
 * Keys: arrows, PageUp, PageDown, Home and End move and select; Ctrl+C copies the text of the file.
 *
 * @event mm-select - a row was selected; detail is a Selection
 * @csspart table - the table
 */
export class MmMapsTable extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    selection: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, listStyles, swatches, styles];
  /** The address space to list. */
  declare view: MmView | null;
  /** The one before it; null marks nothing. */
  declare previous: MmView | null;
  /** Rows that overlap it are shown as selected. */
  declare selection: Selection | null;

  #rows: readonly DiffRow[] = [];
  #changed = 0;
  #cursor = -1;
  #lines = 0;
  readonly #window = new RowsController(this, new SheetController(this), () => this.#rows.length);

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
  }

  /** The text of the file, as `cat /proc/PID/maps` prints it. */
  get text(): string {
    return textOf(this.view?.maps() ?? []);
  }

  /** Puts {@link text} on the clipboard. */
  async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.text);
    this.say(`${countText(this.#lines, 'line')} copied`);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view') || changed.has('previous')) {
      const rows = this.view?.maps() ?? [];
      this.#lines = rows.length;
      this.#rows = diffRows(this.previous?.maps() ?? null, rows);
      this.#changed = this.#rows.filter((diff) => diff.what !== 'same').length;
    }
    if (changed.has('view') || changed.has('previous') || changed.has('selection')) this.#cursor = this.#findCursor();
    if (changed.has('selection') && this.selection !== null) {
      if (this.#cursor >= 0) this.#window.reveal(this.#cursor);
    }
  }

  protected override render(): TemplateResult {
    if (this.view === null)
      return html`<p class="empty">Nothing to list yet.</p>
        ${this.liveRegion()}`;
    const { first, last } = this.#window.window;
    const cursor = this.#cursor;
    return html`
      <div
        class="scroll"
        tabindex="0"
        role="grid"
        aria-label="/proc/PID/maps"
        aria-rowcount=${this.#rows.length + 1}
        aria-activedescendant=${cursor >= first && cursor < last ? `row-${cursor}` : nothing}
        @keydown=${this.#onKey}
        @click=${this.#onClick}
      >
        <table part="table" role="presentation">
          <thead class="head" role="rowgroup">
            <tr role="row" aria-rowindex="1">
              <th class="mark" role="columnheader"><span class="sr">change</span></th>
              ${COLUMNS.map((column) => html`<th role="columnheader" class=${column} data-term="maps.${column}">${TITLES[column]}</th>`)}
            </tr>
          </thead>
          <tbody role="rowgroup">
            <tr class="before" role="presentation"></tr>
            ${this.#rows.slice(first, last).map((diff, i) => this.#row(diff, first + i, first + i === cursor))}
            <tr class="after" role="presentation"></tr>
          </tbody>
        </table>
      </div>
      <div class="foot">
        <span>${countText(this.#lines, 'line')}</span>${this.#changeCount()}
        <button class="button" type="button" @click=${() => void this.copy()}>Copy as text</button>
      </div>
      ${this.liveRegion()}
    `;
  }

  #row(diff: DiffRow, index: number, isCursor: boolean): TemplateResult {
    const cells = cellsOf(diff.row);
    const vma = diff.what === 'removed' ? undefined : this.#vmaOf(diff.row);
    const current = vma !== undefined && this.#selected(vma);
    const title = diff.before === null || diff.what === 'removed' ? nothing : `before: ${textOf([diff.before]).trim()}`;
    return html`<tr
      class="row ${diff.what} ${current ? 'current' : ''} ${isCursor ? 'cursor' : ''}"
      id="row-${index}"
      role="row"
      data-index=${index}
      title=${title}
      aria-rowindex=${index + 2}
      aria-selected=${current}
    >
      <td class="mark" role="gridcell">
        ${CHANGE_MARKS[diff.what]}${diff.what === 'same' ? nothing : html`<span class="sr">${CHANGE_WORDS[diff.what]}</span>`}
      </td>
      ${COLUMNS.map(
        (column) =>
          html`<td role="gridcell" class="${column} ${diff.columns.includes(column) ? 'diff' : ''}">
            ${this.#cell(column, cells[column], vma)}
          </td>`,
      )}
    </tr>`;
  }

  #cell(column: Column, text: string, vma: VmaView | undefined): TemplateResult | string {
    if (column === 'perms')
      return html`${[...text].map((letter) => html`<span class=${permClass(letter)}>${letter}</span>`)}`;
    if (column !== 'name' || vma === undefined) return text;
    return html`<span class="swatch ${vma.kind}" data-term="memory.kind.${vma.kind}"></span>${text}`;
  }

  #changeCount(): TemplateResult | typeof nothing {
    return this.#changed === 0 ? nothing : html`<span>${grouped(this.#changed)} differ from the view before</span>`;
  }

  #vmaOf(row: MapsRow): VmaView | undefined {
    return this.view === null ? undefined : vmaOfRow(this.view, row);
  }

  #selected(vma: VmaView): boolean {
    return this.selection !== null && vma.start < this.selection.end && this.selection.start < vma.end;
  }

  /** The first row that the selection touches; -1 for none. */
  #findCursor(): number {
    const shift = this.view?.arch.geometry.pageShift;
    if (this.selection === null || shift === undefined) return -1;
    const [start, end] = [addrOf(this.selection.start, shift), addrOf(this.selection.end, shift)];
    return this.#rows.findIndex(({ row, what }) => what !== 'removed' && row.end > start && row.start < end);
  }

  readonly #onClick = (event: Event): void => this.#choose(rowOfClick(event));

  readonly #onKey = (event: KeyboardEvent): void => {
    if (isCopy(event)) {
      event.preventDefault();
      void this.copy();
      return;
    }
    const to = listKey(event, this.#cursor, this.#rows.length);
    if (to === null) return;
    event.preventDefault();
    this.#choose(to, to < this.#cursor ? -1 : 1);
  };

  /** Selects a row; one that went away cannot be selected, so the next one in that direction is. */
  #choose(index: number, direction = 0): void {
    const diff = this.#rows[index];
    if (diff === undefined) return;
    const vma = diff.what === 'removed' ? undefined : this.#vmaOf(diff.row);
    if (vma === undefined) {
      if (direction !== 0) this.#choose(index + direction, direction);
      return;
    }
    this.#window.reveal(index);
    this.select({ kind: 'vma', id: vma.id, start: vma.start, end: vma.end });
    this.say(Object.values(cellsOf(diff.row)).join(' '));
  }
}

const permClass = (letter: string): string =>
  letter === 'x' ? 'x' : letter === 'w' ? 'w' : letter === '-' ? 'none' : letter;

declare global {
  interface HTMLElementTagNameMap {
    'mm-maps-table': MmMapsTable;
  }
}
