/*
 * Asks whether a stranger's code may run, before any of it has: where it comes from, which bytes it is, and what it could do. Also says
 * why a plugin cannot be had.
 */
import { tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { controls } from '../shell/shell.styles.ts';
import { consentStyles } from './consent.styles.ts';
import type { PluginFile } from './plugin-file.ts';

/** What is on the screen. */
type Shown =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'question'; readonly files: readonly PluginFile[] }
  | { readonly kind: 'refusal'; readonly reason: string };

const KB = 1000;

/** The question, and its answer. */
export class MmAppConsent extends LitElement {
  static override properties = { shown: { state: true } };
  static override styles = [tokens, controls, consentStyles];
  declare private shown: Shown;
  #answer: (yes: boolean) => void = () => {};

  constructor() {
    super();
    this.shown = { kind: 'waiting' };
  }

  /** Whether these may run. */
  ask(files: readonly PluginFile[]): Promise<boolean> {
    this.shown = { kind: 'question', files };
    return new Promise((resolve) => (this.#answer = resolve));
  }

  /** Says why there is no plugin; resolves when that was read. */
  async refuse(reason: string): Promise<void> {
    this.shown = { kind: 'refusal', reason };
    await new Promise<boolean>((resolve) => (this.#answer = resolve));
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.shown.kind === 'waiting') return nothing;
    return html`<main>
      ${this.shown.kind === 'question' ? this.#question(this.shown.files) : this.#refusal(this.shown.reason)}
    </main>`;
  }

  #question(files: readonly PluginFile[]): TemplateResult {
    const isOne = files.length === 1;
    return html`<h1>Run ${isOne ? 'a plugin' : `${files.length} plugins`} from another site?</h1>
      <p>
        The address of this page asks for code that mm-playground did not write and has not looked at. It can do all
        that this page can: read and change what you open here, and send it elsewhere.
      </p>
      <ul>
        ${files.map(
          ({ address, integrity, bytes }) =>
            html`<li>
              <b>${address.origin}</b>
              <dl>
                <dt>Address</dt>
                <dd><code>${address.href}</code></dd>
                <dt>Integrity</dt>
                <dd><code>${integrity}</code></dd>
                <dt>Size</dt>
                <dd>${(bytes.length / KB).toFixed(1)} kB</dd>
              </dl>
            </li>`,
        )}
      </ul>
      <p>
        A yes holds for ${isOne ? 'this file' : 'these files'} only: should ${isOne ? 'it' : 'one'} change, you are
        asked again.
      </p>
      <div class="actions">
        <button class="control primary" autofocus @click=${() => this.#answer(false)}>
          Open without ${isOne ? 'it' : 'them'}
        </button>
        <button class="control solid" @click=${() => this.#answer(true)}>Run ${isOne ? 'it' : 'them'}</button>
      </div>`;
  }

  #refusal(reason: string): TemplateResult {
    return html`<h1>A plugin cannot be loaded</h1>
      <p role="alert">${reason}</p>
      <div class="actions">
        <button class="control primary" autofocus @click=${() => this.#answer(true)}>Open without plugins</button>
      </div>`;
  }
}
