/**
 * The interleavings of a race as a matrix: a row a schedule, from left to right what happens, in each cell what a reader saw there, as
 * a letter. What is broken is marked in the row and in the cell; a row can be followed, and a cell leads to its moment.
 */

import { html, nothing, svg, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { isPlain, listKey, rowOfClick } from '../element/list-gestures.ts';
import { listStyles } from '../element/list.styles.ts';
import { RowsController } from '../element/row-window.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { MmElement } from '../element/viewer-element.ts';
import { grouped } from '../format/address.ts';
import { tokens } from '../tokens.styles.ts';
import {
  brokenIn,
  CELL_UNITS,
  FOLLOW_EVENT,
  Letters,
  momentOf,
  moveAt,
  orderOf,
  piecesOf,
  widthOf,
  type FollowedSchedule,
  type Piece,
  type ScheduleRow,
} from './schedules-data.ts';
import { styles } from './schedules.styles.ts';

/** Pixels of a unit, and of a row. */
const UNIT = 3;
const HEIGHT = 18;

/** A row with what is drawn of it. */
interface Line {
  readonly row: ScheduleRow;
  readonly pieces: readonly Piece[];
  readonly broken: readonly string[];
}

/**
 * Schedules of one race.
 *
 * Keys: up, down, PageUp, PageDown, Home, End go from schedule to schedule; left and right from move to move; Enter follows.
 *
 * @event mm-follow - a schedule is to be followed; detail is a FollowedSchedule
 * @csspart legend - what the letters stand for
 * @csspart chosen - what happens in the chosen schedule
 */
export class MmSchedules extends MmElement {
  static override properties = {
    schedules: { attribute: false },
    followed: { type: String },
    current: { type: Number },
    onlyBroken: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, listStyles, styles];
  /** The schedules, in the order in which they are listed. */
  declare schedules: readonly ScheduleRow[];
  /** The words of the one that is followed; null for none. */
  declare followed: string | null;
  /** The move of it after which the shown moment lies; -1 for none. */
  declare current: number;
  /** Whether only schedules are listed in which something is broken. */
  declare private onlyBroken: boolean;

  #lines: readonly Line[] = [];
  #shown: readonly Line[] = [];
  #letters = new Letters();
  #width = 0;
  #cursor = -1;
  #move = -1;
  readonly #window = new RowsController(this, new SheetController(this), () => this.#shown.length);

  constructor() {
    super();
    this.schedules = [];
    this.followed = null;
    this.current = -1;
    this.onlyBroken = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('schedules')) {
      this.#letters = new Letters();
      this.#lines = this.schedules.map((row) => ({
        row,
        pieces: piecesOf(row, this.#letters),
        broken: brokenIn(row),
      }));
      this.#width = this.#lines.reduce((most, { pieces }) => Math.max(most, widthOf(pieces)), 0) * UNIT;
    }
    if (changed.has('schedules') || changed.has('onlyBroken')) {
      this.#shown = this.onlyBroken ? this.#lines.filter(({ broken }) => broken.length > 0) : this.#lines;
      this.#cursor = -1;
    }
    if (changed.has('schedules') || changed.has('onlyBroken') || changed.has('followed')) this.#toFollowed();
    if (changed.has('current') && this.#shown[this.#cursor]?.row.words === this.followed) this.#move = this.current;
  }

  protected override render(): TemplateResult {
    if (this.#lines.length === 0)
      return html`<p class="empty">No schedules to compare.</p>
        ${this.liveRegion()}`;
    const { first, last } = this.#window.window;
    const cursor = this.#cursor;
    return html`
      ${this.#bar()}
      <div
        class="scroll"
        tabindex="0"
        role="listbox"
        aria-label="Schedules"
        aria-activedescendant=${cursor >= first && cursor < last ? `schedule-${cursor}` : nothing}
        @keydown=${this.#onKey}
        @click=${this.#onClick}
      >
        <div class="before" role="presentation"></div>
        ${this.#shown.slice(first, last).map((line, i) => this.#row(line, first + i))}
        <div class="after" role="presentation"></div>
      </div>
      ${this.#chosen()} ${this.liveRegion()}
    `;
  }

  #bar(): TemplateResult {
    const broken = this.#lines.filter((line) => line.broken.length > 0).length;
    return html`<div class="bar">
      <span
        >${grouped(this.#lines.length)} schedules,
        ${broken === 0 ? 'nothing broken in any' : `${grouped(broken)} with something broken`}</span
      >
      <label>
        <input
          type="checkbox"
          .checked=${this.onlyBroken}
          @change=${(event: Event) => (this.onlyBroken = (event.target as HTMLInputElement).checked)}
        />
        only these
      </label>
      <details part="legend">
        <summary>What the letters stand for</summary>
        <dl>
          ${this.#letters.legend.map(
            ([text, letter]) =>
              html`<div>
                <dt>${letter}</dt>
                <dd>${text}</dd>
              </div>`,
          )}
        </dl>
      </details>
    </div>`;
  }

  #row({ row, pieces, broken }: Line, index: number): TemplateResult {
    const isFollowed = row.words === this.followed;
    const isCursor = index === this.#cursor;
    const move = isFollowed ? this.current : isCursor ? this.#move : -1;
    return html`<div
      class="row ${isFollowed ? 'current' : ''} ${isCursor ? 'cursor' : ''} ${broken.length > 0 ? 'broken' : ''}"
      role="option"
      id="schedule-${index}"
      data-index=${index}
      aria-selected=${isFollowed}
      aria-posinset=${index + 1}
      aria-setsize=${this.#shown.length}
      title=${[orderOf(row), ...broken].join('\n')}
    >
      <span class="mark" aria-hidden="true">${broken.length > 0 ? '◆' : ''}</span>
      <span class="order"
        ><span class="sr">${broken.length > 0 ? 'broken: ' : ''}</span>${orderOf(row)}<span class="sr"
          >. ${saidResults(row)}</span
        ></span
      >
      <svg
        class="moves"
        width=${this.#width}
        height=${HEIGHT}
        viewBox="0 0 ${this.#width} ${HEIGHT}"
        aria-hidden="true"
      >
        ${pieces.map((piece) => drawPiece(piece))} ${move < 0 ? nothing : drawMoment(pieces, move)}
      </svg>
    </div>`;
  }

  /** What happens in the schedule of the keyboard, and what came of it. */
  #chosen(): TemplateResult {
    const line = this.#shown[this.#cursor];
    if (line === undefined)
      return html`<p class="chosen" part="chosen">Choose a schedule to see what its readers saw.</p>`;
    const { row, broken } = line;
    const { threads, moves } = row.interleaving;
    const move = moves[this.#move];
    return html`<div class="chosen" part="chosen" tabindex="0" role="region" aria-label="The chosen schedule">
      ${
        move === undefined
          ? nothing
          : html`<p>
              move <b>${this.#move + 1}</b> of ${moves.length}: <b>${threads[move.thread]?.name}</b>
              <code>${move.name}</code> <span class="detail">${move.detail}</span>
            </p>`
      }
      <table>
        <caption class="sr">
          What each call gave
        </caption>
        <tbody>
          ${row.results.map(
            ({ thread, text }) =>
              html`<tr>
                <th scope="row">${threads[thread]?.name}</th>
                <td><code>${text}</code></td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${broken.map((what) => html`<p class="violation">◆ ${what}</p>`)}
    </div>`;
  }

  #toFollowed(): void {
    const at = this.#shown.findIndex(({ row }) => row.words === this.followed);
    if (at < 0) return;
    this.#cursor = at;
    this.#move = this.current;
    this.#window.reveal(at);
  }

  readonly #onClick = (event: MouseEvent): void => {
    const path = event.composedPath().filter((node) => node instanceof Element);
    const index = rowOfClick(event);
    const line = this.#shown[index];
    if (line === undefined) return;
    const picture = path.find((node) => node.classList.contains('moves'));
    const x = picture === undefined ? null : event.clientX - picture.getBoundingClientRect().left;
    const isInside = x !== null && x >= 0 && x < widthOf(line.pieces) * UNIT;
    this.#cursor = index;
    this.#follow(line, isInside ? moveAt(line.pieces, x / UNIT) : momentOf(line.row));
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!isPlain(event)) return;
    const line = this.#shown[this.#cursor];
    if (line !== undefined && event.key === 'Enter')
      this.#follow(line, this.#move < 0 ? momentOf(line.row) : this.#move);
    else if (line !== undefined && event.key === 'ArrowRight') this.#toMove(line, this.#move + 1);
    else if (line !== undefined && event.key === 'ArrowLeft') this.#toMove(line, this.#move - 1);
    else {
      const to = listKey(event, this.#cursor, this.#shown.length);
      if (to === null) return;
      this.#toRow(to);
    }
    event.preventDefault();
  };

  #toRow(index: number): void {
    const line = this.#shown[index];
    if (line === undefined) return;
    this.#cursor = index;
    this.#move = momentOf(line.row);
    this.#window.reveal(index);
    const { broken, row } = line;
    this.say([orderOf(row), ...broken.map((what) => `broken: ${what}`), saidResults(row)].join('. '));
    this.requestUpdate();
  }

  #toMove({ row }: Line, move: number): void {
    const { threads, moves } = row.interleaving;
    this.#move = Math.max(0, Math.min(moves.length - 1, move));
    const { thread = 0, name = '', detail = '' } = moves[this.#move] ?? {};
    this.say(`move ${this.#move + 1}: ${threads[thread]?.name ?? ''} ${name} ${detail}`);
    this.requestUpdate();
  }

  #follow({ row }: Line, move: number): void {
    this.#move = move;
    this.requestUpdate();
    const detail: FollowedSchedule = { words: row.words, move };
    this.dispatchEvent(new CustomEvent<FollowedSchedule>(FOLLOW_EVENT, { detail, bubbles: true, composed: true }));
  }
}

const saidResults = ({ interleaving: { threads }, results }: ScheduleRow): string =>
  results.map(({ thread, text }) => `${threads[thread]?.name ?? ''}: ${text}`).join('; ');

function drawPiece({ kind, thread, left, width, letter, violation }: Piece): TemplateResult {
  const [x, w] = [left * UNIT, width * UNIT];
  const what = `${kind} t${thread % THREAD_LOOKS} ${violation === null ? '' : 'violated'}`;
  if (kind === 'bar') return svg`<rect class=${what} x=${x} y="6" width=${w} height=${HEIGHT - 12} />`;
  return svg`<rect class=${what} x=${x + 0.5} y="1.5" width=${w - 1} height=${HEIGHT - 3} rx="2" />
    <text class="letter ${violation === null ? '' : 'violated'}" x=${x + w / 2} y=${HEIGHT - 5} text-anchor="middle">${violation !== null && letter === '' ? '◆' : letter}</text>`;
}

/** Threads that look different from each other. */
const THREAD_LOOKS = 3;

function drawMoment(pieces: readonly Piece[], move: number): TemplateResult | typeof nothing {
  const piece = pieces.find(({ first, end }) => first <= move && move < end);
  if (piece === undefined) return nothing;
  const width = piece.kind === 'cell' ? CELL_UNITS : 1;
  const x = (piece.left + (piece.kind === 'cell' ? 0 : move - piece.first)) * UNIT;
  return svg`<rect class="moment" x=${x - 0.5} y="0.5" width=${width * UNIT + 1} height=${HEIGHT - 1} rx="2" />`;
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-schedules': MmSchedules;
  }
}
