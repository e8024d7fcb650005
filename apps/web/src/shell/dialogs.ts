/*
 * The dialogs: open something, the report behind the numbers, the keyboard, what is loaded. They are native dialogs, so focus, Escape
 * and the inert background are the browser's.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { tokens } from '@mm-playground/viewers';
import { shortcutsTable } from '../commands/shortcuts-table.ts';
import type { PluginsReport } from '../engine.ts';
import { openFile } from '../files.ts';
import { ICONS } from '../icons.ts';
import type { Finding, Played } from '../played.ts';
import { pluginScripts } from '../plugins/page-plugins.ts';
import { SAMPLES, scenarioSamples, type Sample } from '../samples.ts';
import { saveText } from '../save-text.ts';
import type { AppState, Dialog } from '../state.ts';
import { ask } from './ask.ts';
import { dialogStyles } from './dialogs.styles.ts';
import { controls } from './shell.styles.ts';
import { sentence } from './words.ts';

/** The palette is an element of its own. */
type Shown = Exclude<Dialog, 'palette'>;

const TITLES: Readonly<Record<Shown, string>> = {
  open: 'Open',
  stories: 'Stories',
  loaded: 'What is loaded',
  report: 'Model and recording',
  shortcuts: 'Keyboard',
};

/** Rows of one list of the report that are shown; the rest is counted. */
const MOST_ROWS = 500;

/**
 * The dialog that the state asks for.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppDialogs extends LitElement {
  static override properties = {
    state: { attribute: false },
    loaded: { attribute: false },
    scenarios: { state: true },
  };
  static override styles = [tokens, controls, dialogStyles];
  declare state: AppState | null;
  /** Tells what is loaded; null until that is known. */
  declare loaded: (() => PluginsReport) | null;
  /** The scenarios that come along; fetched when somebody wants to open something. */
  declare private scenarios: readonly Sample[];

  constructor() {
    super();
    this.state = null;
    this.loaded = null;
    this.scenarios = [];
  }

  protected override render(): TemplateResult | typeof nothing {
    const dialog = this.#shown();
    return html`<dialog
      aria-labelledby="title"
      @cancel=${this.#cancelled}
      @close=${this.#closed}
      @click=${this.#outside}
    >
      ${dialog === null ? nothing : this.#content(dialog)}
    </dialog>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('state')) return;
    const element = this.renderRoot.querySelector('dialog');
    const wanted = this.#shown() !== null;
    if (this.#shown() === 'open' && this.scenarios.length === 0) this.#fetchScenarios();
    if (wanted && element?.open === false) element.showModal();
    if (!wanted && element?.open === true) element.close();
  }

  #shown(): Shown | null {
    const dialog = this.state?.dialog ?? null;
    return dialog === 'palette' ? null : dialog;
  }

  #content(dialog: Shown): TemplateResult {
    return html`<div class="head">
        <h2 id="title">${TITLES[dialog]}</h2>
        <button class="control square" aria-label="Close" @click=${this.#closed}>${ICONS.close}</button>
      </div>
      <div class="body" tabindex="-1" autofocus>${this.#body(dialog)}</div>`;
  }

  #body(dialog: Shown): TemplateResult {
    if (dialog === 'open') return this.#open();
    if (dialog === 'stories') return html`<mm-app-stories .state=${this.state}></mm-app-stories>`;
    if (dialog === 'shortcuts') return shortcutsTable();
    if (dialog === 'loaded')
      return html`<mm-app-loaded .report=${this.loaded?.() ?? null} .state=${this.state}></mm-app-loaded>`;
    return this.#report(this.state?.played ?? null);
  }

  #open(): TemplateResult {
    return html`<p>
        Drop a file anywhere on this page, paste text, or choose: an <code>strace</code> log, a capture or a scenario,
        also packed (<code>.gz</code>); <code>/proc/PID/maps</code> or <code>smaps</code>; a trace of
        <code>ftrace</code>; a drawing of an address space. Its content tells which it is. A link may be pasted, too.
        Nothing leaves this machine.
      </p>
      <label class="control primary">
        Choose a file<input
          class="sr"
          type="file"
          accept=".strace,.mm,.gz,.txt,.log,text/plain"
          @change=${this.#picked}
        />
      </label>
      <button class="control solid" @click=${() => ask(this, { type: 'dialog', dialog: 'stories' })}>
        Stories: guided tours
      </button>
      <h3 id="recorded">Recorded programs</h3>
      ${this.#samples('recorded', SAMPLES)}
      ${
        pluginScripts().length === 0
          ? nothing
          : html`<h3 id="brought">Brought by plugins</h3>
              ${this.#samples('brought', pluginScripts())}`
      }
      ${
        this.scenarios.length === 0
          ? nothing
          : html`<h3 id="thread">The review thread: mmap_region</h3>
              ${this.#samples('thread', this.scenarios)}`
      }
      <h3>A text of your own</h3>
      <button class="control solid" @click=${() => ask(this, { type: 'opened', file: 'untitled.mm', text: EXAMPLE })}>
        A scenario of four calls
      </button>
      ${
        this.state?.source === null
          ? nothing
          : html`<button class="control solid" @click=${this.#save}>Save what is in the editor</button>`
      }`;
  }

  #samples(heading: string, samples: readonly Sample[]): TemplateResult {
    return html`<ul class="samples ${heading}" aria-labelledby=${heading}>
      ${samples.map(
        ({ id, title, what }) =>
          html`<li>
            <button @click=${() => ask(this, { type: 'sample', id })}>
              <b>${title}</b><span>${sentence(what)}</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #fetchScenarios(): void {
    scenarioSamples(document.baseURI).then(
      (scenarios) => (this.scenarios = scenarios),
      (error: unknown) => ask(this, { type: 'trouble', message: String(error) }),
    );
  }

  #report(played: Played | null): TemplateResult {
    if (played === null) return html`<p>Nothing was played yet.</p>`;
    const { divergences, inferences, skipped, stopped } = played;
    return html`
      ${this.#list('Divergences', divergences, 'Every recorded result and snapshot is what the model predicted.')}
      ${this.#list('Inferences', inferences, 'Nothing had to be assumed.')}
      ${stopped === null ? nothing : this.#list('Stopped', [stopped], '')}
      ${skipped.length === 0 ? nothing : this.#list('Skipped: not modelled', skipped, '')}
    `;
  }

  #list(title: string, rows: readonly Finding[], none: string): TemplateResult {
    return html`<section>
      <h3>${title} <span class="number">${rows.length}</span></h3>
      ${
        rows.length === 0
          ? html`<p class="none">${none}</p>`
          : html`<ul class="findings">
              ${rows.slice(0, MOST_ROWS).map(
                (row) =>
                  html`<li>
                    <button @click=${() => this.#goTo(row)}>
                      <span class="line">line ${row.line}</span><span>${sentence(row.text)}</span>
                    </button>
                  </li>`,
              )}
            </ul>`
      }
      ${rows.length > MOST_ROWS ? html`<p class="none">and ${rows.length - MOST_ROWS} more</p>` : nothing}
    </section>`;
  }

  #goTo({ line, call }: Finding): void {
    ask(this, { type: 'dialog', dialog: null });
    if (call >= 0) ask(this, { type: 'seek', position: { call, step: Number.MAX_SAFE_INTEGER } });
    ask(this, { type: 'show-line', line });
  }

  /** Escape: the state says so at once, so that the next key is the page's already; `close` comes a moment later. */
  readonly #cancelled = (event: Event): void => {
    event.preventDefault();
    this.#closed();
  };

  readonly #closed = (): void => {
    if (this.#shown() !== null) ask(this, { type: 'dialog', dialog: null });
  };

  readonly #outside = (event: Event): void => {
    if (event.target instanceof HTMLDialogElement) this.#closed();
  };

  readonly #save = (): void => {
    const source = this.state?.source;
    if (source !== undefined && source !== null) saveText(source.file, source.text);
  };

  readonly #picked = (event: Event): void => {
    const input = event.currentTarget;
    const file = input instanceof HTMLInputElement ? input.files?.[0] : undefined;
    if (file === undefined) return;
    openFile(file).then(
      (opened) => ask(this, { type: 'opened', ...opened }),
      (error: unknown) =>
        ask(this, { type: 'trouble', message: error instanceof Error ? error.message : String(error) }),
    );
  };
}

const EXAMPLE = `#@ title Two mappings become one
# Calls as strace prints them. NAME = keeps a result; PAGE, K, M and G are units.
p = mmap(NULL, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
store(p)
mprotect(p + PAGE, PAGE, PROT_READ)
mprotect(p + PAGE, PAGE, PROT_READ|PROT_WRITE)
`;
