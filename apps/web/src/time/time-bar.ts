/*
 * The controls of time beside the transport buttons: over, into and out of functions, forward and backward, and running to a condition.
 * What a search came to stands above the field for as long as it matters. Fetched after the first picture.
 */
import { graphMove, samePosition, tokens, type GraphMove } from '@mm-playground/viewers';
import { html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { CONDITION_FORMS } from 'mm-playground';
import { ask } from '../shell/ask.ts';
import { sentence } from '../shell/words.ts';
import type { AppState } from '../state.ts';
import { MOST_BRANCHES } from './branches.ts';
import { timeBarStyles } from './time-bar.styles.ts';
import type { Direction, Outcome, TimeAction } from './time.ts';

/** A ball that is a step, and the way over, into or out of it; a ring that is a place to run to. */
const OVER = svg`<path d="M2.5 8.5a5.5 5 0 0 1 10.5-1M13.4 3.6v4h-4" /><circle class="fill" cx="8" cy="12" r="1.75" />`;
const BACK_OVER = svg`<path d="M13.5 8.5a5.5 5 0 0 0-10.5-1M2.6 3.6v4h4" /><circle class="fill" cx="8" cy="12" r="1.75" />`;
const OUT = svg`<path d="M5 9V2.8M2 5.6l3-3 3 3" /><circle class="fill" cx="11.5" cy="12" r="1.75" /><path d="M5 9a3 3 0 0 0 3 3" />`;
const BACK_OUT = svg`<path d="M11 9V2.8M8 5.6l3-3 3 3" /><circle class="fill" cx="4.5" cy="12" r="1.75" /><path d="M11 9a3 3 0 0 1-3 3" />`;
const INTO = svg`<path d="M8 1.8v6M5.2 5.2 8 8l2.8-2.8" /><circle class="fill" cx="8" cy="12" r="1.75" />`;
/** A line that parts in two. */
const FORK = svg`<path d="M4.5 5v6M4.5 9.5c0-3 7-1.5 7-4.5" /><circle cx="4.5" cy="3.2" r="1.6" /><circle cx="4.5" cy="12.8" r="1.6" /><circle cx="11.5" cy="3.2" r="1.6" />`;
const RUN = svg`<path d="M1.5 8h6.2M4.9 5 7.9 8l-3 3" /><circle cx="12" cy="8" r="2.5" />`;
const RUN_BACK = svg`<path d="M14.5 8H8.3M11.1 5 8.1 8l3 3" /><circle cx="4" cy="8" r="2.5" />`;

interface MoveButton {
  readonly move: GraphMove;
  readonly title: string;
  readonly icon: TemplateResult<2>;
}

const MOVES: readonly MoveButton[] = [
  { move: 'back out', title: 'Back to before this function (Shift F)', icon: BACK_OUT },
  { move: 'back over', title: 'Back over (Shift N)', icon: BACK_OVER },
  { move: 'into', title: 'Into (L)', icon: INTO },
  { move: 'over', title: 'Over (N)', icon: OVER },
  { move: 'out', title: 'Out of this function (F)', icon: OUT },
];

/**
 * The controls of time.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppTime extends LitElement {
  static override properties = { state: { attribute: false } };
  static override styles = [tokens, timeBarStyles];
  declare state: AppState | null;

  constructor() {
    super();
    this.state = null;
  }

  protected override updated(changed: PropertyValues<{ state: AppState | null }>): void {
    const asked = this.state?.time.asked ?? null;
    if (asked !== null && changed.get('state')?.time.asked !== asked && changed.has('state')) this.#input?.select();
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state } = this;
    if (state === null) return nothing;
    const { condition, outcome } = state.time;
    return html`
      <div class="buttons" role="group" aria-label="By the call graph">
        ${MOVES.map((button) => this.#move(state, button))}
      </div>
      <button
        class="button"
        type="button"
        aria-label="Branch the script here"
        title="Branch the script here: edit on, and keep both futures (B)"
        ?disabled=${state.source === null || (state.branches?.list.length ?? 0) >= MOST_BRANCHES}
        @click=${() => ask(this, { type: 'branch', action: { type: 'fork' } })}
      >
        ${drawn(FORK)}
      </button>
      <form role="search" aria-label="Run to a condition" @submit=${this.#submit}>
        <label for="condition">run to</label>
        <input
          id="condition"
          type="text"
          list="forms"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          enterkeyhint="go"
          placeholder="vma count > 10"
          aria-invalid=${outcome.kind === 'mistake'}
          aria-describedby="outcome"
          title="Enter runs forward, Shift Enter back (C and Shift C from elsewhere)"
          .value=${condition}
          @input=${this.#typed}
          @keydown=${this.#onKey}
        />
        <datalist id="forms">
          ${CONDITION_FORMS.map(({ example, meaning }) => html`<option value=${example}>${meaning}</option>`)}
        </datalist>
        ${this.#run('backward', 'Run back to it (Shift C)', RUN_BACK)} ${this.#run('forward', 'Run to it (C)', RUN)}
        <div class="outcome" id="outcome" role="status">${this.#outcome(outcome)}</div>
      </form>
    `;
  }

  #move({ played, position }: AppState, { move, title, icon }: MoveButton): TemplateResult {
    const to = graphMove(played?.calls ?? [], (call) => played?.stepsOf(call) ?? [], position, move);
    return html`<button
      class="button"
      type="button"
      aria-label=${title}
      title=${title}
      ?disabled=${samePosition(to, position)}
      @click=${() => this.#tell({ type: 'graph', move })}
    >
      ${drawn(icon)}
    </button>`;
  }

  #run(direction: Direction, title: string, icon: TemplateResult<2>): TemplateResult {
    return html`<button
      class="button"
      type="button"
      aria-label=${title}
      title=${title}
      @click=${() => this.#tell({ type: 'run-to', direction })}
    >
      ${drawn(icon)}
    </button>`;
  }

  #outcome(outcome: Outcome): TemplateResult | typeof nothing {
    switch (outcome.kind) {
      case 'nothing asked':
      case 'found':
        return nothing;
      case 'searching':
        return html`<p>
          <progress max="1" .value=${outcome.share} aria-label="Searched"></progress>
          <button class="button" type="button" @click=${() => this.#tell({ type: 'stop' })}>Stop</button>
        </p>`;
      case 'not found':
        return html`<p>Nowhere ${outcome.direction === 'forward' ? 'after' : 'before'} this.</p>`;
      case 'stopped':
        return html`<p>Stopped.</p>`;
      case 'mistake':
        return html`<pre aria-hidden="true">${outcome.text}
<span class="mark">${' '.repeat(outcome.column - 1)}^</span></pre>
          <p class="message"><span class="sr">column ${outcome.column}: </span>${sentence(outcome.message)}</p>`;
    }
  }

  readonly #typed = (): void => this.#tell({ type: 'condition', text: this.#input?.value ?? '' });

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    this.#tell({ type: 'run-to', direction: 'forward' });
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      this.#tell(
        this.state?.time.wanted === null ? { type: 'condition', text: this.#input?.value ?? '' } : { type: 'stop' },
      );
      this.#input?.blur();
    } else if (event.key === 'Enter' && event.shiftKey) this.#tell({ type: 'run-to', direction: 'backward' });
    else return;
    event.preventDefault();
  };

  #tell(action: TimeAction): void {
    ask(this, { type: 'time', action });
  }
}

const drawn = (icon: TemplateResult<2>): TemplateResult =>
  html`<svg viewBox="0 0 16 16" aria-hidden="true">${icon}</svg>`;

declare global {
  interface HTMLElementTagNameMap {
    'mm-app-time': MmAppTime;
  }
}
