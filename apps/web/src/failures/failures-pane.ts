/*
 * The failures of the call at the position: asked for, because sweeping them plays the program again. What was swept is kept for as
 * long as the program is.
 */
import { failures, tokens, type FailedStep } from '@mm-playground/viewers';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { FailureTable, Played } from '../played.ts';
import { ask } from '../shell/ask.ts';
import { controls } from '../shell/shell.styles.ts';
import { viewer } from '../shell/viewer.ts';
import type { AppState } from '../state.ts';
import { failuresPaneStyles } from './failures-pane.styles.ts';
import { failingName, failingScript } from './failing-script.ts';

/** What was swept, or why it could not be. */
type Swept = FailureTable | { readonly trouble: string } | null;

const swept = new WeakMap<Played, Map<number, Swept>>();

/**
 * The failures of a call.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppFailures extends LitElement {
  static override properties = { state: { attribute: false }, isSweeping: { state: true } };
  static override styles = [tokens, controls, failuresPaneStyles];
  declare state: AppState | null;
  declare private isSweeping: boolean;

  constructor() {
    super();
    this.state = null;
    this.isSweeping = false;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { played, position } = this.state ?? {};
    const call = played?.calls[position?.call ?? -1];
    if (played === undefined || played === null || call === undefined)
      return html`<p class="empty">Go to a call to see what happens when its steps fail.</p>`;
    const known = swept.get(played)?.get(call.index);
    return html`<div class="bar">
        <code title=${call.text}>${call.text}</code>
        ${
          known === undefined
            ? html`<button
                class="control primary"
                ?disabled=${this.isSweeping}
                @click=${() => this.#sweep(played, call.index)}
              >
                ${this.isSweeping ? 'Failing…' : 'Fail each step'}
              </button>`
            : nothing
        }
      </div>
      ${known === undefined ? ABOUT : this.#table(known)}`;
  }

  #table(known: Swept): TemplateResult {
    if (known === null) return html`<p class="empty">This is no call of the address space.</p>`;
    if ('trouble' in known) return html`<p class="empty" role="alert">${known.trouble}</p>`;
    return html`<div class="table" @mm-fail=${this.#onFail}>
      ${viewer(failures, { failures: known.failures, result: known.result })}
    </div>`;
  }

  #sweep(played: Played, call: number): void {
    this.isSweeping = true;
    // After the next picture, so that somebody sees that something is going on.
    requestAnimationFrame(() =>
      setTimeout(() => {
        const known = swept.get(played) ?? new Map<number, Swept>();
        swept.set(played, known.set(call, sweep(played, call)));
        this.isSweeping = false;
      }),
    );
  }

  readonly #onFail = (event: CustomEvent<FailedStep>): void => {
    const { played, position, source } = this.state ?? {};
    const call = played?.calls[position?.call ?? -1];
    if (played === undefined || played === null || call === undefined) return;
    const text = failingScript(played.text, call, event.detail.failed);
    const place = { call: call.index, step: Number.MAX_SAFE_INTEGER };
    ask(this, { type: 'opened', file: failingName(source?.file ?? 'untitled.mm'), text, position: place });
  };
}

function sweep(played: Played, call: number): Swept {
  try {
    return played.failuresOf(call);
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}

const ABOUT = html`<p class="about">
  Every step of this call that can fail (an allocation, a hook, a limit) fails in turn, and the table says what the
  caller got and what was left behind. A row opens a copy of the script, up to this call, in which that step fails.
</p>`;
