/**
 * The event log: everything that a session tells on its bus, a line each, in the order in which it happened: calls, the kernel's
 * functions and steps, its tracepoints by what they are about, results, and what was found. Events after the position are there, but
 * dimmed: the future of a recorded program is known.
 */

import { addrOf, vpnOf, type MmView, type PageShift, type Selection } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { isPlain, listKey, rowOfClick } from '../element/list-gestures.ts';
import { VERDICT_LOOKS } from '../call-row.ts';
import { callRows, DEEPEST } from '../element/call-rows.styles.ts';
import { listStyles } from '../element/list.styles.ts';
import { RowsController } from '../element/row-window.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { MmElement } from '../element/viewer-element.ts';
import { grouped } from '../format/address.ts';
import { partition } from '../partition.ts';
import { INITIAL, samePosition, type Position } from '../position.ts';
import { tokens } from '../tokens.styles.ts';
import { FilterController, isOpen, NO_FILTER, type EventFilter } from './event-filter.ts';
import { EVENT_KINDS, lookOf, type EventKind } from './event-kinds.ts';
import { EventLog, type EventSource, type LogEvent } from './event-log.ts';
import { overlap, rangeOfText, rangeWords, type AddressRange } from './event-range.ts';
import { styles } from './events.styles.ts';

/**
 * The log of a played program, filtered by kind, kernel name, addresses, task and words.
 *
 * Keys: arrows, PageUp, PageDown, Home, End go to an event; Enter selects the addresses that it is about.
 *
 * @event mm-seek - an event was chosen; detail is the Position right after it
 * @event mm-select - the addresses of an event were chosen; detail is a Selection
 * @csspart filters - what is shown
 */
export class MmEvents extends MmElement {
  static override properties = {
    log: { attribute: false },
    position: { attribute: false },
    view: { attribute: false },
    selection: { attribute: false },
    filter: { attribute: false },
    isFollowing: { state: true },
    addresses: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, listStyles, callRows, styles];
  /** Where events come from. */
  declare log: EventSource | null;
  /** Where the timeline stands. */
  declare position: Position;
  /** The address space at the position: it says how large a page is. */
  declare view: MmView | null;
  /** Events about it are marked. */
  declare selection: Selection | null;
  /** What is shown; changed by the fields above the list. */
  declare filter: EventFilter;
  /** Whether only events about the selection are shown. */
  declare private isFollowing: boolean;
  /** The addresses as they are typed. */
  declare private addresses: string;

  #log = new EventLog(null);
  #tasks: readonly string[] = [];
  /** The row where the keyboard is: one of those of the position. */
  #cursor = -1;
  readonly #found = new FilterController(this);
  readonly #window = new RowsController(this, new SheetController(this), () => this.#count());

  constructor() {
    super();
    this.log = null;
    this.position = INITIAL;
    this.view = null;
    this.selection = null;
    this.filter = NO_FILTER;
    this.isFollowing = false;
    this.addresses = '';
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('log')) {
      this.#log = new EventLog(this.log);
      this.#tasks = this.#log.tasks;
      this.#cursor = -1;
    }
    const isOther = changed.has('log') || changed.has('filter') || changed.has('isFollowing');
    if (isOther || (this.isFollowing && changed.has('selection'))) this.#found.run(this.#log, this.#wanted());
    if (isOther || changed.has('position')) this.#toPosition();
  }

  protected override render(): TemplateResult {
    if (this.#log.length === 0)
      return html`<p class="empty">No events yet.</p>
        ${this.liveRegion()}`;
    const { first, last } = this.#window.window;
    const [cursor, now] = [this.#indexOf(this.#cursor), this.#log.rowOf(this.position)];
    const selected = this.#selected();
    return html`
      ${this.#filters()}
      <div
        class="scroll"
        tabindex="0"
        role="listbox"
        aria-label="Events"
        aria-activedescendant=${cursor >= first && cursor < last ? `event-${cursor}` : nothing}
        @keydown=${this.#onKey}
        @click=${this.#onClick}
      >
        <div class="before" role="presentation"></div>
        ${Array.from({ length: last - first }, (_, i) => this.#row(first + i, now, cursor, selected))}
        <div class="after" role="presentation"></div>
      </div>
      ${this.liveRegion()}
    `;
  }

  #filters(): TemplateResult {
    const { kinds, name, text, task } = this.filter;
    const isBad = this.addresses.trim() !== '' && rangeOfText(this.addresses) === null;
    return html`<div class="filters" part="filters" role="search" aria-label="Events that are shown">
      <div class="kinds" role="group" aria-label="Kinds">
        ${EVENT_KINDS.map(
          ({ id, title, glyph, meaning }) =>
            html`<button
              class="kind ${id}"
              type="button"
              aria-pressed=${kinds.has(id)}
              title=${meaning}
              @click=${() => this.#toggle(id)}
            >
              <span class="glyph" aria-hidden="true">${glyph}</span>${title}
            </button>`,
        )}
      </div>
      <div class="fields">
        ${this.#field('Function', name, 'vma_merge', (value) => this.#change({ name: value }))}
        ${this.#field('Addresses', this.addresses, '7fff…-7fff…', this.#onAddresses, isBad)}
        ${this.#field('Words', text, 'vma#4 ENOMEM', (value) => this.#change({ text: value }))}
        ${this.#tasks.length < 2 ? nothing : this.#taskField(task)}
        <label class="check">
          <input
            type="checkbox"
            .checked=${this.isFollowing}
            @change=${(event: Event) => (this.isFollowing = (event.target as HTMLInputElement).checked)}
          />
          about the selection
        </label>
        <span class="count">${this.#countWords()}</span>
        <button class="button" type="button" ?disabled=${!this.#isFiltered()} @click=${this.#showAll}>Show all</button>
      </div>
    </div>`;
  }

  #field(
    title: string,
    value: string,
    example: string,
    change: (value: string) => void,
    isBad = false,
  ): TemplateResult {
    return html`<label class="field"
      >${title}
      <input
        type="text"
        spellcheck="false"
        autocomplete="off"
        placeholder=${example}
        aria-invalid=${isBad}
        .value=${value}
        @input=${(event: Event) => change((event.target as HTMLInputElement).value)}
      />
    </label>`;
  }

  #taskField(task: string | null): TemplateResult {
    return html`<label class="field"
      >Task
      <select @change=${this.#onTask}>
        <option value="" ?selected=${task === null}>any</option>
        ${this.#tasks.map((each) => html`<option value=${each} ?selected=${each === task}>${each || 'the first'}</option>`)}
      </select>
    </label>`;
  }

  #row(index: number, now: number, cursor: number, selected: AddressRange | null): TemplateResult {
    const row = this.#rowAt(index);
    const event = this.#log.at(row);
    const { kind, name, text, depth, range, call } = event;
    const { glyph, one } = lookOf(kind);
    const isCurrent = row === now || samePosition(event.position, this.position);
    const isAbout = range !== null && selected !== null && overlap(range, selected);
    return html`<div
      class="row ${kind} ${row > now ? 'future' : ''} ${isCurrent ? 'current' : ''} ${index === cursor ? 'cursor' : ''}"
      role="option"
      id="event-${index}"
      data-index=${index}
      aria-selected=${isCurrent}
      aria-posinset=${index + 1}
      aria-setsize=${this.#count()}
    >
      <span class="line">${kind === 'call' ? call.line : ''}</span>
      <span class="task">${this.#tasks.length < 2 ? '' : call.task}</span>
      <span class="indent d${Math.min(depth, DEEPEST)}"></span>
      <span class="glyph" aria-hidden="true">${kind === 'result' ? VERDICT_LOOKS[call.verdict].glyph : glyph}</span>
      <span class="name" data-term=${name}><span class="sr">${one} </span>${kind === 'finding' ? '' : name}</span>
      <span class="detail" title=${text}>${text}</span>
      ${range === null ? nothing : html`<span class="range ${isAbout ? 'about' : ''}" data-range>${rangeWords(range)}</span>`}
    </div>`;
  }

  /** The filter with the selection, where that is asked for. */
  #wanted(): EventFilter {
    const range = this.isFollowing ? (this.#selected() ?? NOWHERE) : this.filter.range;
    return { ...this.filter, range };
  }

  #isFiltered(): boolean {
    return this.isFollowing || this.addresses !== '' || !isOpen(this.filter);
  }

  #selected(): AddressRange | null {
    const shift = this.#shift();
    if (this.selection === null || shift === null) return null;
    return { start: addrOf(this.selection.start, shift), end: addrOf(this.selection.end, shift) };
  }

  #shift(): PageShift | null {
    return this.view?.arch.geometry.pageShift ?? null;
  }

  #count(): number {
    return this.#found.rows?.length ?? this.#log.length;
  }

  #countWords(): string {
    const all = grouped(this.#log.length);
    if (this.#found.rows === null) return `${all} events`;
    return `${grouped(this.#found.rows.length)} of ${all}${this.#found.isRunning ? ' so far' : ''}`;
  }

  /** The row that stands at a place of the list. */
  #rowAt(index: number): number {
    const { rows } = this.#found;
    return rows === null ? index : (rows[index] ?? 0);
  }

  /** The place of a row, or of the last shown one before it; -1 for none. */
  #indexOf(row: number): number {
    const { rows } = this.#found;
    return rows === null ? row : partition(rows, (each) => each <= row) - 1;
  }

  /** A row of the position, where the keyboard is not on one already. */
  #toPosition(): void {
    const isThere = this.#cursor >= 0 && this.#cursor < this.#log.length;
    if (!isThere || !samePosition(this.#log.at(this.#cursor).position, this.position))
      this.#cursor = this.#log.rowOf(this.position);
    const index = this.#indexOf(this.#cursor);
    if (index >= 0) this.#window.reveal(index);
  }

  #change(change: Partial<EventFilter>): void {
    this.filter = { ...this.filter, ...change };
  }

  #toggle(kind: EventKind): void {
    const kinds = new Set(this.filter.kinds);
    if (!kinds.delete(kind)) kinds.add(kind);
    this.#change({ kinds });
  }

  readonly #onAddresses = (value: string): void => {
    this.addresses = value;
    this.#change({ range: rangeOfText(value) });
  };

  readonly #onTask = (event: Event): void => {
    const at = (event.target as HTMLSelectElement).selectedIndex;
    this.#change({ task: at === 0 ? null : (this.#tasks[at - 1] ?? null) });
  };

  readonly #showAll = (): void => {
    this.addresses = '';
    this.isFollowing = false;
    this.filter = NO_FILTER;
  };

  readonly #onClick = (event: Event): void => {
    const path = event.composedPath().filter((node) => node instanceof HTMLElement);
    const index = rowOfClick(event);
    if (index < 0) return;
    if (path.some(({ dataset }) => dataset['range'] !== undefined)) this.#selectRange(index);
    else this.#choose(index);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!isPlain(event)) return;
    const index = this.#indexOf(this.#cursor);
    if (event.key === 'Enter') return this.#selectRange(index);
    const to = listKey(event, index, this.#count());
    if (to === null) return;
    event.preventDefault();
    this.#choose(to);
  };

  #choose(index: number): void {
    if (index < 0 || index >= this.#count()) return;
    this.#cursor = this.#rowAt(index);
    const event = this.#log.at(this.#cursor);
    this.#window.reveal(index);
    this.seek(event.position);
    this.say(sentenceOf(event));
  }

  /** Selects the pages that an event is about. */
  #selectRange(index: number): void {
    const shift = this.#shift();
    const range = index < 0 || index >= this.#count() ? null : this.#log.at(this.#rowAt(index)).range;
    if (range === null || shift === null) return;
    this.select({
      kind: 'range',
      start: vpnOf(range.start, shift),
      end: vpnOf(range.end - 1n, shift) + 1,
    } as Selection);
    this.say(`${rangeWords(range)} selected`);
  }
}

/** No event is about it. */
const NOWHERE: AddressRange = { start: 0n, end: 0n };

const sentenceOf = ({ kind, name, text, call }: LogEvent): string =>
  [lookOf(kind).one, name, text, kind === 'result' ? VERDICT_LOOKS[call.verdict].words : '']
    .filter((words) => words !== '')
    .join(' ');

declare global {
  interface HTMLElementTagNameMap {
    'mm-events': MmEvents;
  }
}
