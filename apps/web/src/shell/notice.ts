/*
 * What the app could not do, said where it cannot be missed and next to the way on: a call that is not modelled, a file
 * that cannot be read, a text with mistakes. Text only; it comes from files.
 */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { tokens } from '@mm-playground/viewers';
import { ICONS } from '../icons.ts';
import type { Unmodelled } from '../played.ts';
import type { AppState } from '../state.ts';
import { ask } from './ask.ts';
import { sentence } from './words.ts';
import { controls } from './shell.styles.ts';

const styles = css`
  :host {
    display: grid;
    background: none;
  }
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35rem 0.75rem;
    padding: 0.4rem 0.875rem;
    border-block-end: 1px solid var(--_line);
    background: var(--_broken-soft);
  }
  .notice p {
    flex: 1 1 16rem;
    min-inline-size: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
  .glyph {
    color: var(--_broken);
    margin-inline-end: 0.35rem;
  }
  code {
    font-family: var(--_mono);
    font-size: 0.95em;
  }
  .actions {
    display: flex;
    gap: 0.35rem;
    margin-inline-start: auto;
  }
  .notice .control {
    block-size: 1.75rem;
  }
  .notice .control.square {
    inline-size: 1.75rem;
  }
`;

/**
 * The notices under the header.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppNotice extends LitElement {
  static override properties = { state: { attribute: false } };
  static override styles = [tokens, controls, styles];
  declare state: AppState | null;

  constructor() {
    super();
    this.state = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state } = this;
    if (state === null) return nothing;
    const stopped = state.noticeClosed ? null : (state.played?.stopped ?? null);
    const unfit = misfitOf(state);
    return html`<div role="alert">
      ${state.trouble === null ? nothing : this.#trouble(state.trouble)}
      ${unfit === null ? nothing : this.#misfit(unfit)} ${stopped === null ? nothing : this.#stopped(stopped)}
    </div>`;
  }

  #misfit(message: string): TemplateResult {
    const choice = { kernel: '', arch: '', index: '' };
    return html`<div class="notice">
      <p>
        <span class="glyph" aria-hidden="true">■</span><b>This machine cannot play the file:</b> ${sentence(message)}.
      </p>
      <button class="control solid" @click=${() => ask(this, { type: 'chosen', choice })}>As in the file</button>
    </div>`;
  }

  #trouble(message: string): TemplateResult {
    return html`<div class="notice">
      <p><span class="glyph" aria-hidden="true">■</span>${message}</p>
      <button class="control square" aria-label="Close" @click=${() => ask(this, { type: 'trouble', message: null })}>
        ${ICONS.close}
      </button>
    </div>`;
  }

  #stopped({ line, text, source }: Unmodelled): TemplateResult {
    return html`<div class="notice">
      <p>
        <span class="glyph" aria-hidden="true">■</span><b>Stopped at line ${line}:</b> <code>${shorten(source)}</code>
        <br />${sentence(text)}. The state shown is the one before it.
      </p>
      <div class="actions">
        <button class="control solid" @click=${() => ask(this, { type: 'show-line', line })}>Show line ${line}</button>
        <button class="control solid" @click=${() => ask(this, { type: 'skip', skip: true })}>Skip and go on</button>
        <button class="control square" aria-label="Close" @click=${() => ask(this, { type: 'notice-closed' })}>
          ${ICONS.close}
        </button>
      </div>
    </div>`;
  }
}

/** Why the chosen machine does not go with the file; null where the text itself may be the reason. */
function misfitOf({ choice, source, stale, diagnostics }: AppState): string | null {
  const isChosen = [choice.kernel, choice.arch, choice.index].some((id) => id !== '');
  if (!isChosen || !stale || source?.edited !== false) return null;
  return diagnostics.find(({ severity }) => severity === 'error')?.message ?? null;
}

const MOST = 120;
const shorten = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);
