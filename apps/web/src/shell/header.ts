/*
 * The bar on top: what is open, on which machine it runs, and how true it was. Every number is a button that leads to the
 * list behind it. All of it is told by events: `mm-app-action` carries an action for the store.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { tokens } from '@mm-playground/viewers';
import { isMac, shownChord } from '../commands/chord.ts';
import type { EngineFacts } from '../engine.ts';
import { copyLink } from '../exchange/copy-link.ts';
import { ICONS } from '../icons.ts';
import type { Played } from '../played.ts';
import type { Action, AppState, Choice, Theme } from '../state.ts';
import { nextTheme } from '../theme.ts';
import { ask } from './ask.ts';
import { headerStyles } from './header.styles.ts';
import { controls } from './shell.styles.ts';

const THEME_WORDS: Readonly<Record<Theme, string>> = {
  auto: 'Colours as the system has them',
  light: 'Light colours',
  dark: 'Dark colours',
};

const PARTS: readonly { key: keyof Choice; label: string }[] = [
  { key: 'kernel', label: 'Kernel' },
  { key: 'arch', label: 'Architecture' },
  { key: 'index', label: 'Index' },
];

/** How long the button says that it is done. */
const COPIED_MS = 1500;

/** One number of the status. */
interface Count {
  readonly value: number;
  readonly one: string;
  readonly many: string;
  readonly tone: 'plain' | 'good' | 'broken' | 'inferred';
  /** Of how many, where not of all. */
  readonly of?: number;
}

/**
 * The header.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppHeader extends LitElement {
  static override properties = { state: { attribute: false }, facts: { attribute: false }, copied: { state: true } };
  static override styles = [tokens, controls, headerStyles];
  declare state: AppState | null;
  declare facts: EngineFacts | null;
  /** Whether the link was copied a moment ago. */
  declare private copied: boolean;

  constructor() {
    super();
    this.copied = false;
    this.state = null;
    this.facts = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state } = this;
    if (state === null) return nothing;
    return html`
      <h1>${ICONS.mark}<span>mm-playground</span></h1>
      <button class="control solid file" @click=${this.#open} title="Open a file or a sample (O)">
        ${ICONS.open}<span class="name">${state.source?.file ?? 'Open'}</span>
        ${state.source?.edited === true ? html`<span class="edited">edited</span>` : nothing}
      </button>
      <div class="machine" role="group" aria-label="Machine">${PARTS.map((part) => this.#select(state, part))}</div>
      <div class="status" role="group" aria-label="Result">${this.#status(state.played)}</div>
      <div class="tools">
        <button class="control square" @click=${this.#stories} aria-label="Stories" title="Stories (Q)">
          ${ICONS.story}
        </button>
        ${this.#copyLink(state)}
        <button class="control square" @click=${this.#layout} aria-label="Layout" title="Layout (1 to 5)">
          ${ICONS.layout}
        </button>
        <button
          class="control square"
          @click=${this.#theme}
          aria-label=${THEME_WORDS[state.theme]}
          title="${THEME_WORDS[state.theme]} (T)"
        >
          ${ICONS[state.theme]}
        </button>
        <button
          class="control square"
          @click=${this.#commands}
          aria-label="All commands"
          title="All commands (${shownChord('Mod+k', isMac())})"
        >
          ${ICONS.commands}
        </button>
      </div>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    if (this.state === null || !(changed.has('state') || changed.has('facts'))) return;
    // A select keeps what a person picked; the state is what counts.
    for (const { key } of PARTS) {
      const select = this.renderRoot.querySelector<HTMLSelectElement>(`select[name=${key}]`);
      if (select !== null) select.value = this.state.choice[key];
    }
  }

  #select({ choice, played }: AppState, { key, label }: (typeof PARTS)[number]): TemplateResult {
    const options = this.facts?.[key] ?? [];
    const known = options.some(({ id }) => id === choice[key]);
    const own = choice[key] === '' ? played?.machine[key] : undefined;
    return html`<label class="part">
      <span class="label">${label}</span>
      <select name=${key} @change=${this.#choose}>
        <option value="">${own ?? 'as in the file'}</option>
        ${options.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}
        ${known || choice[key] === '' ? nothing : html`<option value=${choice[key]}>${choice[key]}</option>`}
      </select>
    </label>`;
  }

  #copyLink({ source }: AppState): TemplateResult | typeof nothing {
    if (source === null) return nothing;
    const words = this.copied ? 'Copied' : 'Copy a link to this place';
    return html`<button class="control square" @click=${this.#copy} aria-label=${words} title=${words}>
      ${this.copied ? ICONS.done : ICONS.link}
    </button>`;
  }

  #status(played: Played | null): TemplateResult | typeof nothing {
    if (played === null) return nothing;
    return html`${countsOf(played).map(
      ({ value, one, many, tone, of }) =>
        html`<button
          class="count ${tone} ${value === 0 ? 'none' : ''}"
          @click=${this.#report}
          title="What agrees, what differs, what was assumed (R)"
        >
          <b>${value.toLocaleString('en')}</b>
          <span>${of === undefined ? '' : `of ${of.toLocaleString('en')} `}${(of ?? value) === 1 ? one : many}</span>
        </button>`,
    )}`;
  }

  readonly #choose = (event: Event): void => {
    const select = event.currentTarget;
    if (!(select instanceof HTMLSelectElement)) return;
    this.#ask({ type: 'chosen', choice: { [select.name]: select.value } });
  };
  readonly #copy = (): void => {
    if (this.state === null) return;
    copyLink(this.state).then(
      ({ packed }) => {
        if (packed !== null) this.#ask({ type: 'shared', packed });
        this.copied = true;
        setTimeout(() => (this.copied = false), COPIED_MS);
      },
      (error: unknown) =>
        this.#ask({ type: 'trouble', message: error instanceof Error ? error.message : String(error) }),
    );
  };
  readonly #open = (): void => this.#ask({ type: 'dialog', dialog: 'open' });
  readonly #stories = (): void => this.#ask({ type: 'dialog', dialog: 'stories' });
  readonly #report = (): void => this.#ask({ type: 'dialog', dialog: 'report' });
  readonly #layout = (): void => this.#ask({ type: 'choose', command: 'layout.presets' });
  readonly #commands = (): void => this.#ask({ type: 'dialog', dialog: 'palette' });
  readonly #theme = (): void => this.#ask({ type: 'theme', theme: nextTheme(this.state?.theme ?? 'auto') });

  #ask(action: Action): void {
    ask(this, action);
  }
}

function countsOf(played: Played): Count[] {
  const { calls, counted, checkpoints, divergences, inferences, skipped } = played;
  const wrong = divergences.length;
  const counts: Count[] = [
    { value: counted, one: 'call', many: 'calls', tone: 'plain', ...(counted < calls.length && { of: calls.length }) },
    { value: checkpoints, one: 'checkpoint', many: 'checkpoints', tone: 'plain' },
    { value: wrong, one: 'divergence', many: 'divergences', tone: wrong === 0 ? 'good' : 'broken' },
    {
      value: inferences.length,
      one: 'inference',
      many: 'inferences',
      tone: inferences.length > 0 ? 'inferred' : 'plain',
    },
  ];
  if (skipped.length > 0) counts.push({ value: skipped.length, one: 'skipped', many: 'skipped', tone: 'inferred' });
  return counts;
}
