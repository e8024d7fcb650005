/*
 * What is followed, in one line under the header: that it is live, how much of it is there, and whether the view follows. Two
 * switches: stop taking in what comes, and go to the end and stay there.
 */
import { tokens } from '@mm-playground/viewers';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { ask } from '../shell/ask.ts';
import { controls } from '../shell/shell.styles.ts';
import type { AppState } from '../state.ts';
import type { Live } from './live.ts';

const styles = css`
  :host {
    display: block;
    background: none;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    padding: 0.25rem 0.875rem;
    border-block-end: 1px solid var(--_line);
    background: var(--_surface);
  }
  p {
    flex: 1 1 12rem;
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-inline-size: 0;
    margin: 0;
    color: var(--_ink-2);
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  b {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    color: var(--_ink);
    font-weight: 600;
  }
  .dot {
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border-radius: 50%;
    border: 1.5px solid var(--_ink-3);
  }
  .on .dot {
    border-color: var(--_good);
    background: var(--_good);
  }
  .actions {
    display: flex;
    gap: 0.35rem;
    margin-inline-start: auto;
  }
  .control {
    block-size: 1.75rem;
  }
  .control[aria-pressed='true'] {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    color: var(--_ink);
  }
  @media (prefers-reduced-motion: no-preference) {
    .on .dot {
      animation: breathe 2.4s ease-in-out infinite;
    }
  }
  @keyframes breathe {
    50% {
      opacity: 0.35;
    }
  }
  @media (forced-colors: active) {
    .on .dot {
      background: CanvasText;
    }
    .control[aria-pressed='true'] {
      border-color: Highlight;
    }
  }
`;

const COUNT = new Intl.NumberFormat('en');

/**
 * The line about what is followed; nothing where nothing is.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppLive extends LitElement {
  static override properties = { state: { attribute: false } };
  static override styles = [tokens, controls, styles];
  declare state: AppState | null;

  constructor() {
    super();
    this.state = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state } = this;
    if (state === null || state.live === null) return nothing;
    const { live } = state;
    return html`<section class="bar ${markOf(live) === 'Live' ? 'on' : ''}" aria-label="Followed program">
      <p>
        <b role="status"><span class="dot" aria-hidden="true"></span>${markOf(live)}</b>
        <span>${told(state, live)}</span>
      </p>
      <div class="actions">${live.ended === null ? this.#pause(live) : nothing} ${this.#follow(live)}</div>
    </section>`;
  }

  #pause({ paused }: Live): TemplateResult {
    const pressed = () => ask(this, { type: 'live-pause', paused: !paused });
    return html`<button class="control solid" aria-pressed=${paused} @click=${pressed}>Pause</button>`;
  }

  #follow({ follows }: Live): TemplateResult {
    const pressed = () => ask(this, { type: 'live-follow', follows: !follows });
    return html`<button class="control solid" aria-pressed=${follows} @click=${pressed}>Follow the end</button>`;
  }
}

const markOf = ({ paused, ended }: Live): string => (ended !== null ? 'Ended' : paused ? 'Paused' : 'Live');

function told({ played }: AppState, { ended }: Live): string {
  const calls = played === null ? 'nothing was told yet' : `${COUNT.format(played.calls.length)} calls`;
  return ended === null ? calls : `${calls}; ${ended}`;
}
