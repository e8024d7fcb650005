/**
 * The counters of one mm: the kernel's names, the value now, the size in bytes, what changed since the view before, and a
 * small curve over time. What a counter means stands in a description that both a pointer and a screen reader find. A counter that is
 * chosen is drawn large, with its scale, and any moment of it can be looked at and gone to.
 */

import type { Counters, MmView, PageShift } from '@mm-playground/api';
import { html, nothing, svg, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { indexAfter, isPlain } from '../element/list-gestures.ts';
import { MmElement } from '../element/viewer-element.ts';
import { grouped, signed, sizeOfPages } from '../format/address.ts';
import { tokens } from '../tokens.styles.ts';
import { INITIAL, type Position } from '../position.ts';
import { CHART, chartOf, momentAt, momentOf, type CounterCourse, type CounterMoment } from './counter-chart.ts';
import { chartTemplate } from './counter-chart.templates.ts';
import { chartStyles } from './counter-chart.styles.ts';
import { COUNTER_GROUPS, sparkline, thinned, type CounterRow } from './counter-rows.ts';
import { styles } from './counters.styles.ts';

const SPARK = { width: 84, height: 14, points: 84 } as const;

/**
 * The counters with their changes against `previous` and their course in `history`. Choosing a counter draws its `course` large.
 *
 * Keys in the large chart: arrows, PageUp, PageDown, Home, End look at moments; Enter goes to the one that is looked at.
 *
 * @event mm-seek - a moment of the large chart was chosen; detail is a Position
 * @csspart group - each of the tables
 * @csspart chart - the large chart
 */
export class MmCounters extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    history: { attribute: false },
    course: { attribute: false },
    position: { attribute: false },
    chosen: { type: String },
    looked: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, styles, chartStyles];
  /** The address space whose counters are shown. */
  declare view: MmView | null;
  /** The one before it; null shows no differences. */
  declare previous: MmView | null;
  /** The counters at points in time up to now, oldest first; with fewer than two there are no curves. */
  declare history: readonly Counters[];
  /** Where the large chart gets its moments from; null offers none. */
  declare course: CounterCourse | null;
  /** Where the timeline stands. */
  declare position: Position;
  /** The counter that is drawn large, by its name; changed by the buttons of the table. */
  declare chosen: keyof Counters | null;
  /** The moment that somebody looks at; -1 for none. */
  declare private looked: number;

  #moments: readonly CounterMoment[] = [];

  /** Drawn once a history: it stays the same while a call is stepped through. */
  readonly #curves = new Map<keyof Counters, TemplateResult | typeof nothing>();

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.history = [];
    this.course = null;
    this.position = INITIAL;
    this.chosen = null;
    this.looked = -1;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('history')) this.#curves.clear();
    const before = changed.get('position') as Position | undefined;
    const isOtherCall = before !== undefined && before.call !== this.position.call;
    if (this.chosen === null || !(changed.has('chosen') || changed.has('course') || isOtherCall)) return;
    this.#moments = this.course?.momentsUntil(this.position.call) ?? [];
    this.looked = -1;
  }

  protected override render(): TemplateResult {
    const { view } = this;
    if (view === null)
      return html`<p class="empty">No counters yet.</p>
        ${this.liveRegion()}`;
    return html`${this.#chart(view)}
      <div class="groups">
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
    return html`<tr class="${delta === 0 ? '' : 'moved'} ${delta < 0 ? 'less' : ''}">
      <th scope="row">
        <button
          class="help"
          type="button"
          data-term=${row.key}
          aria-describedby="about-${row.key}"
          aria-pressed=${this.course === null ? nothing : this.chosen === row.key}
          @click=${() => this.#choose(row.key, about)}
        >
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

  #choose(key: keyof Counters, about: string): void {
    this.say(about);
    if (this.course !== null) this.chosen = this.chosen === key ? null : key;
  }

  #chart(view: MmView): TemplateResult | typeof nothing {
    const row = COUNTER_GROUPS.flatMap(({ rows }) => rows).find(({ key }) => key === this.chosen);
    const moments = this.#moments;
    if (row === undefined || this.course === null || moments.length < 2) return nothing;
    return chartTemplate({
      ...{ title: row.key, moments, position: this.position, looked: this.looked },
      chart: chartOf(moments, row.key, this.position.call),
      text: (value) => valueText(row, value, view.arch.geometry.pageShift),
      sentence: (at) => this.#sentence(row, at, view.arch.geometry.pageShift),
      onKey: this.#onKey,
      onMove: this.#onMove,
      onLeave: () => (this.looked = -1),
      onClick: () => this.#goTo(this.looked),
    });
  }

  #sentence(row: CounterRow, at: number, shift: PageShift): string {
    const moment = this.#moments[at];
    if (moment === undefined) return '';
    const { position, counters, knowinglyBroken } = moment;
    const where =
      position.call === this.position.call ? `step ${position.step + 1}` : `after call ${position.call + 1}`;
    const broken = knowinglyBroken.length === 0 ? '' : `; knowingly broken: ${knowinglyBroken.join(', ')}`;
    return `${valueText(row, counters[row.key], shift)} ${where}${broken}`;
  }

  readonly #onMove = (event: PointerEvent): void => {
    const plot = event.currentTarget;
    if (!(plot instanceof HTMLElement)) return;
    const { left, width } = plot.getBoundingClientRect();
    this.looked = momentAt(((event.clientX - left) / Math.max(1, width)) * CHART.width, this.#moments.length);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!isPlain(event)) return;
    const at = this.looked < 0 ? momentOf(this.#moments, this.position) : this.looked;
    const key = { ArrowLeft: 'ArrowUp', ArrowRight: 'ArrowDown' }[event.key] ?? event.key;
    if (key === 'Enter') return this.#goTo(at);
    const to = indexAfter(key, at, this.#moments.length);
    if (to === null) return;
    event.preventDefault();
    this.looked = to;
  };

  #goTo(at: number): void {
    const moment = this.#moments[at];
    if (moment !== undefined) this.seek(moment.position);
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

/** `4 487 pages, 17.5 MiB`; `31 VMAs`. */
const valueText = (row: CounterRow, value: number, shift: PageShift): string =>
  row.unit === 'VMAs' ? `${grouped(value)} VMAs` : `${grouped(value)} ${row.unit}, ${sizeOfPages(value, shift)}`;

const sizeText = (row: CounterRow, value: number, shift: PageShift): string =>
  row.unit === 'VMAs' ? row.unit : sizeOfPages(value, shift);

declare global {
  interface HTMLElementTagNameMap {
    'mm-counters': MmCounters;
  }
}
