/** The DOM around the canvas: the list that says what the picture shows, the table of runs, the foot. */

import { html, nothing, type TemplateResult } from 'lit';
import { zoomButtons, type ZoomButtons } from '../element/zoom-buttons.templates.ts';
import { grouped, rangeText, sizeOfPages } from '../format/address.ts';
import type { RowWindow } from '../element/row-window.ts';
import type { DumpRow } from './dump-rows.ts';
import { ROWS } from './radix-bands.ts';
import { placedOf, wayTo, startOf, type EntryPlace } from './radix-layout.ts';
import { entrySentence, entryTerm, levelName, STATE_WORDS, type Speaking } from './radix-words.ts';
import type { EntryState } from './entry-looks.ts';

/** Entries on each side of the active one that the list holds. */
const REACH = ROWS;

/** The way to the active entry, and the entries beside it that are not empty; visually hidden. */
export function listTemplate(speaking: Speaking, cursor: EntryPlace | null): TemplateResult {
  const place = cursor ?? { level: 0, at: 0, index: 0 };
  const { layout } = speaking;
  const placed = placedOf(layout, place);
  const way = placed === undefined ? [] : wayTo(layout, startOf(placed, place.index), place.level);
  return html`<div class="sr" role="presentation">
    ${way.map((step, i) => {
      const table = placedOf(layout, step);
      if (table === undefined) return nothing;
      const isLast = i === way.length - 1;
      const size = table.table.words.length;
      const near = Array.from({ length: 2 * REACH + 1 }, (_, by) => step.index - REACH + by);
      const shown = isLast
        ? near.filter((at) => (table.table.words[at] ?? 0n) !== 0n || at === step.index)
        : [step.index];
      return shown.map(
        (index) =>
          html`<div
            role="treeitem"
            id="entry-${step.level}-${index}"
            data-term=${entryTerm(speaking, table, index)}
            aria-level=${step.level + 1}
            aria-posinset=${index + 1}
            aria-setsize=${size}
            aria-selected=${isLast && index === step.index && cursor !== null}
            aria-expanded=${isLast ? nothing : true}
          >
            ${entrySentence(speaking, table, index)}
          </div>`,
      );
    })}
  </div>`;
}

/** The table of runs: what the picture shows, as text. */
export interface DumpTable {
  readonly rows: readonly DumpRow[];
  readonly window: RowWindow;
  /** The row that is selected; -1 for none. */
  readonly current: number;
  readonly choose: (index: number) => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** See {@link DumpTable}. */
export function dumpTemplate({ layout, shift }: Speaking, table: DumpTable): TemplateResult {
  const { rows, window, current } = table;
  return html`<div
    class="scroll"
    tabindex="0"
    role="grid"
    aria-label="Entries of the page tables, in runs"
    aria-rowcount=${rows.length + 1}
    aria-activedescendant=${current >= window.first && current < window.last ? `run-${current}` : nothing}
    @keydown=${table.onKey}
  >
    <table role="presentation">
      <thead class="head" role="rowgroup">
        <tr role="row" aria-rowindex="1">
          ${['address', 'size', 'level', 'entries', 'access', 'state', 'frame'].map(
            (name) => html`<th role="columnheader" class=${name}>${name}</th>`,
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        <tr class="before" role="presentation"></tr>
        ${rows.slice(window.first, window.last).map((row, i) => {
          const index = window.first + i;
          const { level, start, end, entries, look, frame, isContiguous } = row;
          return html`<tr
            class="row ${index === current ? 'current cursor' : ''}"
            id="run-${index}"
            role="row"
            aria-rowindex=${index + 2}
            aria-selected=${index === current}
            @click=${() => table.choose(index)}
          >
            <td role="gridcell" class="address">${rangeText(start, end, shift)}</td>
            <td role="gridcell" class="size">${sizeOfPages(end - start, shift)}</td>
            <td role="gridcell" class="level">${levelName(layout, level)}</td>
            <td role="gridcell" class="entries">${grouped(entries)}</td>
            <td role="gridcell" class="access">${look.access}</td>
            <td role="gridcell" class="state">
              <span class="key ${look.state}"></span>${STATE_WORDS[look.state]}${
                look.entry.kind === 'leaf' && !look.entry.young ? ', old' : ''
              }
            </td>
            <td role="gridcell" class="frame">
              ${frame === null ? '' : `${frame.toString(16)}${entries === 1 ? '' : isContiguous ? ' on' : ' …'}`}
            </td>
          </tr>`;
        })}
        <tr class="after" role="presentation"></tr>
      </tbody>
    </table>
  </div>`;
}

/** What the foot shows and does. */
export interface Foot extends ZoomButtons {
  readonly summary: string;
  readonly states: readonly EntryState[];
  readonly isTable: boolean;
  readonly badSearch: boolean;
  readonly search: (event: Event) => void;
  readonly turn: () => void;
}

/** The tables in numbers, the states that occur, the search, picture or table, the zoom buttons. */
export function footTemplate(foot: Foot): TemplateResult {
  return html`<div class="foot">
    <span class="summary" part="summary">${foot.summary}</span>
    <ul class="legend" part="legend" aria-label="What the cells mean">
      ${foot.states.map((state) => html`<li data-term="pte.${state}"><span class="key ${state}"></span>${STATE_WORDS[state]}</li>`)}
    </ul>
    <div class="tools">
      <label class="search"
        >address
        <input
          type="text"
          spellcheck="false"
          autocomplete="off"
          placeholder="7fff…"
          aria-invalid=${foot.badSearch}
          @change=${foot.search}
        />
      </label>
      <button class="button turn" type="button" aria-pressed=${foot.isTable} @click=${foot.turn}>As a table</button>
      ${zoomButtons(foot, foot.isTable)}
    </div>
  </div>`;
}
