/**
 * The counters of one mm: the kernel's names, the value now, the size in bytes, what changed since the view before, and a
 * small curve over time. What a counter means stands in a description that both a pointer and a screen reader find.
 */

import type { Counters, MmView, PageShift, ViewerPlugin } from '@mm-playground/api';
import { html, nothing, svg, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { viewerPlugin } from '../element/define.ts';
import { MmElement } from '../element/viewer-element.ts';
import { grouped, signed, sizeOfPages } from '../format/address.ts';
import { tokens } from '../tokens.styles.ts';
import { COUNTER_GROUPS, sparkline, thinned, type CounterRow } from './counter-rows.ts';
import { styles } from './counters.styles.ts';

const SPARK = { width: 84, height: 14, points: 84 } as const;

/**
 * The counters with their changes against `previous` and their course in `history`.
 *
 * @csspart group - each of the tables
 */
export class MmCounters extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    history: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, styles];
  /** The address space whose counters are shown. */
  declare view: MmView | null;
  /** The one before it; null shows no differences. */
  declare previous: MmView | null;
  /** The counters at points in time up to now, oldest first; with fewer than two there are no curves. */
  declare history: readonly Counters[];

  /** Drawn once a history: it stays the same while a call is stepped through. */
  readonly #curves = new Map<keyof Counters, TemplateResult | typeof nothing>();

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.history = [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('history')) this.#curves.clear();
  }

  protected override render(): TemplateResult {
    const { view } = this;
    if (view === null)
      return html`<p class="empty">No counters yet.</p>
        ${this.liveRegion()}`;
    return html`<div class="groups">
        ${COUNTER_GROUPS.map(
          (group) =>
            html`<table part="group">
              <caption>
                ${group.title}
              </caption>
              <tbody>
                ${group.rows.map((row) => this.#row(row, view))}
              </tbody>
            </table>`,
        )}
      </div>
      ${this.liveRegion()}`;
  }

  #row(row: CounterRow, view: MmView): TemplateResult {
    const value = view.counters[row.key];
    const delta = this.previous === null ? 0 : value - this.previous.counters[row.key];
    const about = `${row.meaning}${row.proc === '' ? '' : ` Printed as ${row.proc}.`}`;
    return html`<tr class="${delta === 0 ? '' : 'moved'} ${delta < 0 ? 'less' : ''}" title=${about}>
      <th scope="row">
        <button class="help" type="button" aria-describedby="about-${row.key}" @click=${() => this.say(about)}>
          ${row.key}
        </button>
        <span class="sr" id="about-${row.key}">${about}</span>
      </th>
      <td class="spark">${this.#curve(row.key)}</td>
      <td class="delta">${delta === 0 ? nothing : signed(delta)}</td>
      <td class="value">${grouped(value)}</td>
      <td class="size">${sizeText(row, value, view.arch.geometry.pageShift)}</td>
    </tr>`;
  }

  #curve(key: keyof Counters): TemplateResult | typeof nothing {
    const known = this.#curves.get(key) ?? this.#drawn(key);
    this.#curves.set(key, known);
    return known;
  }

  #drawn(key: keyof Counters): TemplateResult | typeof nothing {
    const path = sparkline(
      thinned(
        this.history.map((counters) => counters[key]),
        SPARK.points,
      ),
      SPARK.width,
      SPARK.height,
    );
    if (path === '') return nothing;
    return html`<svg viewBox="0 0 ${SPARK.width} ${SPARK.height}" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<path d=${path} />`}
    </svg>`;
  }
}

const sizeText = (row: CounterRow, value: number, shift: PageShift): string =>
  row.unit === 'VMAs' ? row.unit : sizeOfPages(value, shift);

declare global {
  interface HTMLElementTagNameMap {
    'mm-counters': MmCounters;
  }
}

/** The plugin value of {@link MmCounters}. */
export const counters: ViewerPlugin = viewerPlugin('counters', 'Counters', () => MmCounters);
