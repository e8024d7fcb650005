/** The tables as runs of equal neighbours: the rows, made when they are first shown, those of them in the DOM, and their cursor. */

import type { Vpn } from '@mm-playground/api';
import type { LitElement, TemplateResult } from 'lit';
import { listKey } from '../element/list-gestures.ts';
import { RowsController } from '../element/row-window.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { dumpRows, rowOf, type DumpRow } from './dump-rows.ts';
import { dumpTemplate } from './page-table.templates.ts';
import type { Speaking } from './radix-words.ts';

/** See the file's comment. */
export class DumpController {
  readonly #window: RowsController;
  #rows: readonly DumpRow[] | null = null;

  constructor(host: LitElement) {
    this.#window = new RowsController(host, new SheetController(host), () => this.#rows?.length ?? 0);
  }

  /** There are other tables. */
  forget(): void {
    this.#rows = null;
  }

  /** Scrolls the row of a page into view, where the table is shown. */
  reveal(page: Vpn): void {
    if (this.#rows !== null) this.#window.reveal(rowOf(this.#rows, page));
  }

  /** The table, with the row of `page` as the current one. `choose` is told the first page of a chosen row. */
  template(speaking: Speaking, page: Vpn | null, choose: (page: Vpn) => void): TemplateResult {
    const rows = (this.#rows ??= dumpRows(speaking.layout, speaking.looks));
    const current = page === null ? -1 : rowOf(rows, page);
    const chooseRow = (index: number): void => {
      const row = rows[index];
      if (row === undefined) return;
      this.#window.reveal(index);
      choose(row.start);
    };
    const onKey = (event: KeyboardEvent): void => {
      const to = listKey(event, current, rows.length);
      if (to === null) return;
      event.preventDefault();
      chooseRow(to);
    };
    return dumpTemplate(speaking, { rows, window: this.#window.window, current, choose: chooseRow, onKey });
  }
}
