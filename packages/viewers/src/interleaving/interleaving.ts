/**
 * An interleaving: the schedule of a race as a picture, a lane for each thread and a column for each move, and as a table that
 * says the same. Plain data; whoever holds the machine shows the moment that is asked for.
 */

import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { isPlain } from '../element/list-gestures.ts';
import { TipController, type Point, type Tip } from '../element/tip-controller.ts';
import { tips } from '../element/tip.styles.ts';
import { pointOn } from '../element/type-scale.ts';
import { MmElement } from '../element/viewer-element.ts';
import { tokens } from '../tokens.styles.ts';
import { COLUMN, drawInterleaving, drawSign, moveAt, sizeOf } from './interleaving.draw.ts';
import { MOVE_EVENT, moveOfKey, type Interleaving, type InterleavingMove } from './interleaving-data.ts';
import { styles } from './interleaving.styles.ts';

/** Rows of the table that are shown. */
const MOST_ROWS = 2000;

const KIND_WORDS: Readonly<Record<InterleavingMove['kind'], string>> = {
  enter: 'enters',
  exit: '',
  step: 'steps',
  tracepoint: 'tracepoint',
  yield: 'comes to',
  wait: 'waits in',
  return: '',
};

const SIGN = 14;

const sign = (kind: InterleavingMove['kind'], words: string): TemplateResult =>
  html`<li>
    <svg width=${COLUMN} height=${SIGN} viewBox="0 0 ${COLUMN} ${SIGN}" aria-hidden="true">${drawSign(kind, 0, 0)}</svg>
    ${words}
  </li>`;

const LEGEND = html`<ul class="legend" aria-label="Signs">
  ${sign('enter', 'function')} ${sign('exit', 'leaves it')} ${sign('step', 'step')} ${sign('tracepoint', 'tracepoint')}
  ${sign('yield', 'outside of locks')} ${sign('wait', 'waits')} ${sign('return', 'call returns')}
</ul>`;

const NONE: Interleaving = { threads: [], moves: [] };

/**
 * One schedule of a race.
 *
 * Keys: arrows for moves, PageUp and PageDown to where another thread takes over, Home, End.
 *
 * @event mm-move - a moment was chosen; detail is the index of the move before it
 * @csspart stage - the picture
 * @csspart tooltip - what is under the pointer
 */
export class MmInterleaving extends MmElement {
  static override properties = {
    interleaving: { attribute: false },
    current: { type: Number },
  };
  static override styles: CSSResultGroup = [tokens, tips, styles];
  /** The schedule that is drawn. */
  declare interleaving: Interleaving | null;
  /** The move after which the shown moment lies; -1 where another moment is shown. */
  declare current: number;

  readonly #tip = new TipController(this, '.stage');
  #hover: { readonly at: Point; readonly move: number } | null = null;

  constructor() {
    super();
    this.interleaving = null;
    this.current = -1;
  }

  protected override render(): TemplateResult {
    const interleaving = this.interleaving ?? NONE;
    const { threads, moves } = interleaving;
    if (moves.length === 0) return html`<p class="empty">No schedule to show.</p>`;
    const { width, height } = sizeOf(interleaving);
    return html`<div class="picture">
        <ol class="threads" aria-label="Threads">
          ${threads.map(
            ({ name, calls }) =>
              html`<li title=${calls.join('\n')}><b>${name}</b><span>${calls.map(callName).join(', ')}</span></li>`,
          )}
        </ol>
        <div
          class="stage"
          part="stage"
          tabindex="0"
          role="slider"
          aria-label="Moments of the schedule"
          aria-valuemin="1"
          aria-valuemax=${moves.length}
          aria-valuenow=${Math.max(this.current, 0) + 1}
          aria-valuetext=${this.current < 0 ? 'another moment' : this.#sentence(this.current)}
          @keydown=${this.#onKey}
          @click=${this.#onClick}
          @pointermove=${this.#onMove}
          @pointerleave=${() => this.#hoverAt(null)}
        >
          <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" aria-hidden="true">
            ${drawInterleaving(interleaving, this.current)}
          </svg>
        </div>
      </div>
      ${this.#tip.show(this.#hover?.at ?? null, this.#tipOf(this.#hover?.move))} ${this.#now()} ${LEGEND}
      <details>
        <summary>The same as a table</summary>
        ${this.#table(interleaving)}
      </details>
      ${this.liveRegion()}`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('current') && !changed.has('interleaving')) return;
    const stage = this.renderRoot.querySelector('.stage');
    const { moves } = this.interleaving ?? NONE;
    const shown = this.current >= 0 ? this.current : moves.findIndex(({ violation }) => violation !== null);
    if (stage === null || shown < 0) return;
    const [x, edge] = [shown * COLUMN, stage.clientWidth / 4];
    if (x < stage.scrollLeft + edge || x > stage.scrollLeft + stage.clientWidth - edge)
      stage.scrollLeft = x - stage.clientWidth / 2;
  }

  /** What happens at the shown moment. */
  #now(): TemplateResult | typeof nothing {
    const move = this.interleaving?.moves[this.current];
    if (move === undefined) return html`<p class="now">Choose a column to see that moment everywhere.</p>`;
    return html`<p class="now">
      <span class="count">move <b>${this.current + 1}</b> of ${this.interleaving?.moves.length}</span>
      <b>${this.interleaving?.threads[move.thread]?.name}</b> ${doing(move)}
      <span class="detail">${move.detail}</span>
      ${move.violation === null ? nothing : html`<span class="violation">◆ ${move.violation}</span>`}
    </p>`;
  }

  #table({ threads, moves }: Interleaving): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Moves">
      <table>
        <thead>
          <tr>
            <th scope="col">move</th>
            ${threads.map(({ name }) => html`<th scope="col">${name}</th>`)}
            <th scope="col">found</th>
          </tr>
        </thead>
        <tbody>
          ${moves.slice(0, MOST_ROWS).map(
            (move, at) =>
              html`<tr
                class=${at === this.current ? 'shown' : ''}
                aria-current=${at === this.current ? 'step' : nothing}
              >
                <th scope="row"><button type="button" @click=${() => this.#choose(at)}>${at + 1}</button></th>
                ${threads.map((_, thread) => html`<td>${thread === move.thread ? doing(move) : nothing}</td>`)}
                <td class="violation">${move.violation === null ? nothing : `◆ ${move.violation}`}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${moves.length > MOST_ROWS ? html`<p>and ${moves.length - MOST_ROWS} more</p>` : nothing}
    </div>`;
  }

  #sentence(at: number): string {
    const { threads, moves } = this.interleaving ?? NONE;
    const move = moves[at];
    if (move === undefined) return '';
    const words = [threads[move.thread]?.name, KIND_WORDS[move.kind], nameOf(move)].filter((word) => word !== '');
    return `move ${at + 1} of ${moves.length}: ${words.join(' ')}${move.violation === null ? '' : `; broken: ${move.violation}`}`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!isPlain(event)) return;
    const to = moveOfKey(event.key, this.current, this.interleaving?.moves ?? []);
    if (to === null) return;
    event.preventDefault();
    this.#choose(to);
  };

  readonly #onClick = (event: MouseEvent): void => this.#choose(this.#moveUnder(event));

  readonly #onMove = (event: PointerEvent): void => {
    const at = pointOn(event.currentTarget as HTMLElement, event);
    this.#hoverAt({ at, move: this.#moveUnder(event) });
  };

  /** The move whose column a pointer on the picture is in; -1 where there is none. */
  #moveUnder({ currentTarget, clientX }: MouseEvent): number {
    const stage = currentTarget as HTMLElement;
    const x = clientX - stage.getBoundingClientRect().left + stage.scrollLeft;
    return moveAt(x, this.interleaving ?? NONE);
  }

  #hoverAt(hover: { readonly at: Point; readonly move: number } | null): void {
    if (hover === null && this.#hover === null) return;
    this.#hover = hover;
    this.requestUpdate();
  }

  /** All that there is to say of a move. */
  #tipOf(at: number | undefined): Tip | null {
    const { threads, moves } = this.interleaving ?? NONE;
    const move = at === undefined ? undefined : moves[at];
    if (move === undefined) return null;
    const { thread, kind, name, detail, violation } = move;
    return {
      title: [KIND_WORDS[kind], nameOf(move)].filter((word) => word !== '').join(' '),
      facts: [
        ['move', `${(at ?? 0) + 1} of ${moves.length}`],
        ['thread', threads[thread]?.name ?? ''],
        ...(detail === '' ? [] : ([['values', detail]] as const)),
        ...(violation === null ? [] : ([['broken', violation]] as const)),
      ],
      term: name,
    };
  }

  #choose(at: number): void {
    if (at < 0) return;
    this.say(this.#sentence(at));
    this.dispatchEvent(new CustomEvent<number>(MOVE_EVENT, { detail: at, bubbles: true, composed: true }));
  }
}

/** `walk(0x10000000, 0x10003000)` is `walk()`. */
const callName = (call: string): string => call.replace(/\(.*/s, '()');

const nameOf = ({ kind, name }: InterleavingMove): string =>
  kind === 'return' ? 'returns from its call' : kind === 'exit' ? `leaves ${name.replace(/:return$/, '')}` : name;

function doing(move: InterleavingMove): TemplateResult {
  const { kind, name } = move;
  if (kind === 'return' || kind === 'exit') return html`<span class="doing">${nameOf(move)}</span>`;
  return html`<span class="doing">${KIND_WORDS[kind]} <code data-term=${name}>${name}</code></span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-interleaving': MmInterleaving;
  }
}
