/**
 * The picture of a schedule: a lane for each thread, a column for each move. A block is a move, a bar below it the stretch that a
 * thread makes without being interrupted; the name at its end is where it stopped. Pure: from data to shapes.
 */

import { nothing, svg, type TemplateResult } from 'lit';
import { stretchesOf, type Interleaving, type InterleavingMove, type Stretch } from './interleaving-data.ts';

/** Pixels of a column and of a lane. */
export const COLUMN = 12;
const LANE = 46;
/** Above the lanes: the mark of what is broken. */
export const HEAD = 18;
const BLOCK = { top: 8, height: 14 } as const;
const LABEL_Y = 37;
/** Behind the last column, for its label. */
const TAIL = 72;
/** Room for a letter of a label. */
const LETTER = 6.7;

/** The size of the picture. */
export const sizeOf = ({ threads, moves }: Interleaving): { readonly width: number; readonly height: number } => ({
  width: moves.length * COLUMN + TAIL,
  height: HEAD + threads.length * LANE,
});

/** The move under an x; -1 where there are none. */
export const moveAt = (x: number, { moves }: Interleaving): number =>
  moves.length === 0 ? -1 : Math.max(0, Math.min(moves.length - 1, Math.floor(x / COLUMN)));

/** The whole picture. `current` is the move after which the shown moment lies, or -1. */
export function drawInterleaving(interleaving: Interleaving, current: number): TemplateResult {
  const { threads, moves } = interleaving;
  const { height } = sizeOf(interleaving);
  const stretches = stretchesOf(moves);
  return svg`
    ${threads.map((_, thread) => svg`<line class="lane" x1="0" x2=${moves.length * COLUMN} y1=${laneOf(thread) + BLOCK.top + BLOCK.height / 2} y2=${laneOf(thread) + BLOCK.top + BLOCK.height / 2} />`)}
    ${stretches.slice(1).map((stretch, at) => handOver(stretches[at], stretch))}
    ${current < 0 ? nothing : svg`<rect class="current" x=${current * COLUMN} y="0" width=${COLUMN} height=${height} rx="2" />`}
    ${moves.map((move, at) => block(move, at))}
    ${stretches.map((stretch, at) => label(stretch, moves, roomOf(stretches, at, moves.length)))}
    ${moves.map((move, at) => (move.violation === null ? nothing : broken(at, move.thread, height)))}
  `;
}

const laneOf = (thread: number): number => HEAD + thread * LANE;

function block({ thread, kind }: InterleavingMove, at: number): TemplateResult {
  return drawSign(kind, at * COLUMN, laneOf(thread) + BLOCK.top);
}

/** The sign of a move, with its corner at x and y. */
export function drawSign(kind: InterleavingMove['kind'], x: number, y: number): TemplateResult {
  const middle = y + BLOCK.height / 2;
  switch (kind) {
    case 'tracepoint':
      return svg`<path class="move tracepoint" d="M${x + COLUMN / 2} ${y + 2}l4.5 ${BLOCK.height - 4}h-9z" />`;
    case 'step':
      return svg`<circle class="move step" cx=${x + COLUMN / 2} cy=${middle} r="4" />`;
    case 'exit':
      return svg`<rect class="move exit" x=${x + 1.5} y=${y + 3} width=${COLUMN - 3} height=${BLOCK.height - 6} rx="1" />`;
    case 'wait':
      return svg`<path class="move wait" d="M${x + 3.5} ${y + 2}v${BLOCK.height - 4}M${x + 8.5} ${y + 2}v${BLOCK.height - 4}" />`;
    case 'return':
      return svg`<path class="move return" d="M${x + 2} ${y + 1}h4l4 ${BLOCK.height / 2 - 1}l-4 ${BLOCK.height / 2 - 1}h-4z" />`;
    case 'enter':
    case 'yield':
      return svg`<rect class="move ${kind}" x=${x + 1} y=${y} width=${COLUMN - 2} height=${BLOCK.height} rx="2" />`;
  }
}

/** A thin line from where one thread stopped to where another went on. */
function handOver(from: Stretch | undefined, { thread, first }: Stretch): TemplateResult | typeof nothing {
  if (from === undefined) return nothing;
  const middle = BLOCK.top + BLOCK.height / 2;
  return svg`<path class="hand-over" d="M${first * COLUMN} ${laneOf(from.thread) + middle}V${laneOf(thread) + middle}" />`;
}

/** How far a label may reach to the right: to the next stretch of the same lane, or to the end. */
function roomOf(stretches: readonly Stretch[], at: number, end: number): number {
  const { thread, first } = stretches[at] ?? { thread: -1, first: 0 };
  const next = stretches.slice(at + 1).find((other) => other.thread === thread);
  return next === undefined ? (end - first) * COLUMN + TAIL : (next.first - first) * COLUMN - 4;
}

/** Where a stretch stopped. It ends with the stretch where it has the room, and else begins with it. */
function label({ thread, first, end }: Stretch, moves: readonly InterleavingMove[], room: number): TemplateResult {
  const { name = '', kind } = moves[end - 1] ?? {};
  const text = kind === 'return' ? 'returns' : name.replace(/:return$/, ' returns');
  const fits = text.length * LETTER <= (end - first) * COLUMN;
  const most = Math.floor((fits ? (end - first) * COLUMN : room) / LETTER);
  const shown = text.length > most ? `${text.slice(0, Math.max(0, most - 1))}…` : text;
  const y = laneOf(thread) + LABEL_Y;
  return fits
    ? svg`<text class="label" x=${end * COLUMN - 1} y=${y} text-anchor="end">${shown}</text>`
    : svg`<text class="label" x=${first * COLUMN + 1} y=${y}>${shown}</text>`;
}

/** The moment at which something is found broken: a line through all lanes, and a sign above. */
function broken(at: number, thread: number, height: number): TemplateResult {
  const x = at * COLUMN + COLUMN / 2;
  return svg`<path class="broken-line" d="M${x} ${HEAD - 2}V${height}" />
    <path class="broken-sign" d="M${x} 2l7 7l-7 7l-7 -7z" />
    <rect class="broken-move" x=${at * COLUMN - 0.5} y=${laneOf(thread) + BLOCK.top - 1.5} width=${COLUMN + 1} height=${BLOCK.height + 3} rx="3" />`;
}
