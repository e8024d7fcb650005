/**
 * Many schedules of one race as rows of a matrix. In a row the moves of those who only look stand as cells, each with a letter for
 * what was seen there, and the moves of the others as one bar a stretch: it is where the bars are cut that the rows differ.
 */

import { stretchesOf, type Interleaving, type InterleavingMove } from '../interleaving/interleaving-data.ts';

/** Fired (bubbling, composed) when a schedule is to be followed; `detail` is a {@link FollowedSchedule}. */
export const FOLLOW_EVENT = 'mm-follow';

/** A schedule, and the move after which the moment lies that is wanted. */
export interface FollowedSchedule {
  readonly words: string;
  readonly move: number;
}

/** One schedule that was played. */
export interface ScheduleRow {
  /** In the words of `#@ schedule`: names it, and is what is followed. */
  readonly words: string;
  readonly interleaving: Interleaving;
  /** What each call gave, in the order of the threads. */
  readonly results: readonly { readonly thread: number; readonly text: string }[];
}

/** A piece of a row: a cell for a look, or a bar for a stretch of moves. */
export interface Piece {
  readonly kind: 'cell' | 'bar';
  readonly thread: number;
  /** First move, and the one after its last. */
  readonly first: number;
  readonly end: number;
  /** In units of {@link CELL_UNITS} for a cell, and of 1 for a move of a bar. */
  readonly left: number;
  readonly width: number;
  /** The letter of what was seen; `''` where nothing was. */
  readonly letter: string;
  readonly violation: string | null;
}

/** A cell is as wide as so many moves of a bar. */
export const CELL_UNITS = 6;

/** Calls that only look: their moves are cells. */
const LOOKS: ReadonlySet<string> = new Set(['walk', 'maps', 'query', 'load', 'store', 'fetch', 'gup']);

const isReader = (calls: readonly string[]): boolean => calls.every((call) => LOOKS.has(/^\w+/.exec(call)?.[0] ?? ''));

/** What was seen, by letter: `A` for what was seen first, and so on; from the 27th on `+`. */
export class Letters {
  readonly #letters = new Map<string, string>();

  /** The letter of a text. */
  of(text: string): string {
    if (text === '') return '';
    const known = this.#letters.get(text);
    if (known !== undefined) return known;
    const letter = this.#letters.size < ALPHABET.length ? (ALPHABET[this.#letters.size] ?? '+') : '+';
    this.#letters.set(text, letter);
    return letter;
  }

  /** Each letter with what it stands for. */
  get legend(): readonly (readonly [text: string, letter: string])[] {
    return [...this.#letters];
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The pieces of a row, from left to right. */
export function piecesOf({ interleaving: { threads, moves } }: ScheduleRow, letters: Letters): Piece[] {
  const readers = threads.map(({ calls }) => isReader(calls));
  const pieces: Piece[] = [];
  let left = 0;
  const add = (piece: Omit<Piece, 'left'>): void => {
    pieces.push({ ...piece, left });
    left += piece.width;
  };
  for (const { thread, first, end } of stretchesOf(moves)) {
    if (readers[thread] === true)
      for (let at = first; at < end; at++) {
        const { detail = '', violation = null } = moves[at] ?? {};
        add({ kind: 'cell', thread, first: at, end: at + 1, width: CELL_UNITS, letter: letters.of(detail), violation });
      }
    else {
      const broken = moves.slice(first, end).find(({ violation }) => violation !== null);
      add({ kind: 'bar', thread, first, end, width: end - first, letter: '', violation: broken?.violation ?? null });
    }
  }
  return pieces;
}

/** How wide a row is, in units. */
export const widthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { width }) => sum + width, 0);

/** The move under a place of a row, in units; -1 where there is none. */
export function moveAt(pieces: readonly Piece[], units: number): number {
  const piece = pieces.find(({ left, width }) => units < left + width) ?? pieces.at(-1);
  if (piece === undefined) return -1;
  const inside = piece.kind === 'cell' ? 0 : Math.floor(units - piece.left);
  return Math.max(piece.first, Math.min(piece.end - 1, piece.first + inside));
}

/** `writer up to vma_iter_clear_gfp, reader, writer`: who runs, and where it is interrupted. */
export function orderOf({ interleaving: { threads, moves } }: ScheduleRow): string {
  const stretches = stretchesOf(moves);
  return stretches
    .map(({ thread, end }, at) => {
      const name = threads[thread]?.name ?? '';
      const stopped = moves[end - 1];
      const isThrough = at === stretches.length - 1 || stopped?.kind === 'return';
      return isThrough ? name : `${name} up to ${stopped?.name ?? ''}`;
    })
    .join(', ');
}

/** The moment that is most worth seeing: where something is broken, or else the end. */
export function momentOf({ interleaving: { moves } }: ScheduleRow): number {
  const broken = moves.findIndex(({ violation }) => violation !== null);
  return broken < 0 ? moves.length - 1 : broken;
}

/** What is broken in a schedule, each once. */
export const brokenIn = ({ interleaving: { moves } }: ScheduleRow): readonly string[] => [
  ...new Set(moves.flatMap(({ violation }: InterleavingMove) => violation ?? [])),
];
