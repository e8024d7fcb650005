/*
 * The palette: everything that can be done, found by a few letters. A combobox over a listbox, so that the focus stays in the
 * field while the arrows walk through the list. It draws `offers.ts`; fetched after the first picture.
 */
import { tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { EngineFacts } from '../engine.ts';
import { ask } from '../shell/ask.ts';
import { controls } from '../shell/shell.styles.ts';
import type { AppState } from '../state.ts';
import { COMMANDS } from './all.ts';
import { isMac, shownChord } from './chord.ts';
import type { Choosing, Desk } from './command.ts';
import { choiceOffers, commandOffers, fewChoiceOffers, found, type Found, type Offer } from './offers.ts';
import { paletteStyles } from './palette.styles.ts';
import { recentCommands, usedNow } from './recent.ts';

/** Rows that are there; who does not find it among them types another letter. */
const MOST_ROWS = 100;
const PAGE = 8;

/**
 * The command palette.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppPalette extends LitElement {
  static override properties = {
    state: { attribute: false },
    facts: { attribute: false },
    typed: { state: true },
    active: { state: true },
    offers: { state: true },
    isLooking: { state: true },
  };
  static override styles = [tokens, controls, paletteStyles];
  declare state: AppState | null;
  declare facts: EngineFacts | null;
  declare private typed: string;
  /** The row that Enter takes. */
  declare private active: number;
  /** What can be offered, as far as it is known. */
  declare private offers: readonly Offer[];
  /** Whether more is to come. */
  declare private isLooking: boolean;
  #recent: readonly string[] = [];
  #found: readonly Found[] = [];

  constructor() {
    super();
    this.state = null;
    this.facts = null;
    this.typed = '';
    this.active = 0;
    this.offers = [];
    this.isLooking = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('state') && this.#isOpen) this.#open((changed.get('state') ?? null) as AppState | null);
    if (!changed.has('typed') && !changed.has('offers')) return;
    const before = this.#found[this.active]?.offer.id;
    this.#found = found(this.offers, this.typed, this.#recent);
    // What comes later does not take away what somebody has walked to.
    this.active = changed.has('typed')
      ? 0
      : Math.max(
          0,
          this.#found.findIndex(({ offer }) => offer.id === before),
        );
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-label="Commands" @cancel=${this.#cancelled} @close=${this.#closed} @click=${this.#outside}>
      ${this.#isOpen ? this.#content() : nothing}
    </dialog>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('state')) {
      const dialog = this.renderRoot.querySelector('dialog');
      if (this.#isOpen && dialog?.open === false) dialog.showModal();
      if (!this.#isOpen && dialog?.open === true) dialog.close();
    }
    if (changed.has('active') || changed.has('typed'))
      this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  get #isOpen(): boolean {
    return this.state?.dialog === 'palette';
  }

  /** The command whose choices are shown. */
  get #choosing(): Choosing | null {
    const command = COMMANDS.find(({ id }) => id === this.state?.choosing);
    return command !== undefined && 'choices' in command ? command : null;
  }

  get #desk(): Desk | null {
    const { state, facts } = this;
    return state === null ? null : { state, facts, dispatch: (action) => ask(this, action) };
  }

  /** Opened, or turned to another page: asks anew what can be offered. */
  #open(before: AppState | null): void {
    if (before?.dialog === 'palette' && before.choosing === this.state?.choosing) return;
    const desk = this.#desk;
    if (desk === null) return;
    this.typed = '';
    this.active = 0;
    this.#recent = recentCommands();
    const choosing = this.#choosing;
    this.offers = choosing === null ? commandOffers(COMMANDS, desk) : [];
    void this.#look(desk, choosing === null ? fewChoiceOffers(COMMANDS, desk) : choiceOffers(choosing, desk));
  }

  /** Adds what takes a moment to find. */
  async #look({ state: { choosing } }: Desk, asked: Promise<readonly Offer[]>): Promise<void> {
    this.isLooking = true;
    try {
      const offers = await asked;
      if (this.#isOpen && this.state?.choosing === choosing) this.offers = [...this.offers, ...offers];
    } catch (error) {
      ask(this, { type: 'trouble', message: error instanceof Error ? error.message : String(error) });
    }
    this.isLooking = false;
  }

  #content(): TemplateResult {
    const choosing = this.#choosing;
    const rows = this.#found.slice(0, MOST_ROWS);
    return html`<div class="field">
        ${choosing === null ? nothing : html`<button class="control solid stage" @click=${this.#back} title="All commands">${this.#stage(choosing)}</button>`}
        <input
          role="combobox"
          aria-label=${choosing?.title ?? 'Find a command'}
          aria-expanded="true"
          aria-controls="list"
          aria-autocomplete="list"
          aria-activedescendant=${rows.length === 0 ? nothing : `row-${this.active}`}
          placeholder=${choosing === null ? 'Find a command' : 'Which one?'}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          autofocus
          .value=${this.typed}
          @input=${this.#typing}
          @keydown=${this.#key}
        />
      </div>
      <div id="list" role="listbox" aria-label=${choosing?.title ?? 'Commands'} tabindex="-1">${this.#rows(rows)}</div>
      <p class="count" role="status">${this.#count()}</p>`;
  }

  /** What is chosen, and what of: `Arrange this pane Script`. */
  #stage(choosing: Choosing): TemplateResult {
    const desk = this.#desk;
    const detail = desk === null ? '' : (choosing.detail?.(desk) ?? '');
    return html`${choosing.title}${detail === '' ? nothing : html` <span class="detail">${detail}</span>`}`;
  }

  #count(): string {
    const { length } = this.#found;
    if (length === 0) return this.isLooking ? 'looking…' : 'Nothing fits';
    return length > MOST_ROWS
      ? `${MOST_ROWS} of ${length.toLocaleString('en')}: type more to find others`
      : `${length} found`;
  }

  /** Rows that follow each other in one group stand under its name. */
  #rows(rows: readonly Found[]): TemplateResult[] {
    const groups = Map.groupBy(
      rows.map((row, at) => ({ row, at })),
      ({ row }) => (this.typed.trim() === '' ? row.offer.group : ''),
    );
    return [...groups].map(([group, members]) => {
      const drawn = members.map(({ row, at }) => this.#row(row, at));
      return group === ''
        ? html`${drawn}`
        : html`<div role="group" aria-label=${group}>
            <div class="group" aria-hidden="true">${group}</div>
            ${drawn}
          </div>`;
    });
  }

  #row({ offer, at: letters }: Found, at: number): TemplateResult {
    const { title, detail, keys, isCurrent, isChoosing } = offer;
    return html`<div
      id="row-${at}"
      role="option"
      class="row"
      aria-selected=${at === this.active}
      @click=${() => this.#take(at)}
      @pointermove=${() => (this.active = at)}
    >
      <span class="title">${marked(title, letters, 0)}${isChoosing ? '…' : ''}</span>
      ${detail === '' ? nothing : html`<span class="detail">${marked(detail, letters, title.length + 1)}</span>`}
      ${isCurrent ? html`<span class="current">now</span>` : nothing}
      <span class="keys">${keys.slice(0, 2).map((chord) => html`<kbd>${shownChord(chord, isMac())}</kbd>`)}</span>
    </div>`;
  }

  #take(at: number): void {
    const offer = this.#found[at]?.offer;
    const desk = this.#desk;
    if (offer === undefined || desk === null) return;
    usedNow(offer.id);
    // Closed first: what it does finds the focus where it was before.
    if (!offer.isChoosing) {
      this.renderRoot.querySelector('dialog')?.close();
      ask(this, { type: 'dialog', dialog: null });
    }
    offer.run(desk);
  }

  readonly #typing = (event: Event): void => {
    if (event.currentTarget instanceof HTMLInputElement) this.typed = event.currentTarget.value;
  };

  readonly #key = (event: KeyboardEvent): void => {
    const rows = Math.min(this.#found.length, MOST_ROWS);
    const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };
    const by = moves[event.key];
    if (by !== undefined && rows > 0) {
      const isPage = Math.abs(by) > 1;
      const to = this.active + by;
      this.active = isPage ? Math.max(0, Math.min(rows - 1, to)) : (to + rows) % rows;
    } else if (event.key === 'Enter') this.#take(this.active);
    else if (event.key === 'Backspace' && this.typed === '' && this.#choosing !== null) this.#back();
    else return;
    event.preventDefault();
  };

  readonly #back = (): void => ask(this, { type: 'dialog', dialog: 'palette' });

  /** Escape: the state says so at once, so that the next key is the page's already; `close` comes a moment later. */
  readonly #cancelled = (event: Event): void => {
    event.preventDefault();
    this.#closed();
  };

  readonly #closed = (): void => {
    if (this.#isOpen) ask(this, { type: 'dialog', dialog: null });
  };

  readonly #outside = (event: Event): void => {
    if (event.target instanceof HTMLDialogElement) this.#closed();
  };
}

/** A text with the letters that were typed made strong; `from` is where it begins in what was searched. */
function marked(text: string, letters: readonly number[], from: number): unknown {
  const here = new Set(letters.map((at) => at - from));
  if (here.size === 0) return text;
  return [...text].map((letter, at) => (here.has(at) ? html`<b>${letter}</b>` : letter));
}
