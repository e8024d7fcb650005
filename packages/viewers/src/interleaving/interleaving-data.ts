/**
 * One schedule of a race as plain data: who moved when, where each move ended, and what was found broken. And what a drawing of
 * it needs to know: the stretches that one thread makes without being interrupted.
 */

/** Fired (bubbling, composed) when a gesture asks for the moment after a move; `detail` is its index. */
export const MOVE_EVENT = 'mm-move';

/** One move of one thread, until its next point. */
export interface InterleavingMove {
  /** Index in {@link Interleaving.threads}. */
  readonly thread: number;
  /** Where it ended: in a function that was entered, left or stepped in, at a lock, waiting, or at the end of its call. */
  readonly kind: 'enter' | 'exit' | 'step' | 'tracepoint' | 'yield' | 'wait' | 'return';
  /** The kernel's name of that place. */
  readonly name: string;
  /** What it showed there, in a line; may be empty. */
  readonly detail: string;
  /** What was found broken, as a sentence; null where nothing was. */
  readonly violation: string | null;
}

/** A schedule that was played. */
export interface Interleaving {
  readonly threads: readonly {
    readonly name: string;
    /** Its calls, a line each. */
    readonly calls: readonly string[];
  }[];
  readonly moves: readonly InterleavingMove[];
}

/** Moves of one thread in a row. */
export interface Stretch {
  readonly thread: number;
  /** First move, and the one after its last. */
  readonly first: number;
  readonly end: number;
}

/** The stretches of a schedule, in order. */
export function stretchesOf(moves: readonly InterleavingMove[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const [at, { thread }] of moves.entries()) {
    const last = stretches.at(-1);
    if (last?.thread === thread) stretches[stretches.length - 1] = { ...last, end: at + 1 };
    else stretches.push({ thread, first: at, end: at + 1 });
  }
  return stretches;
}

/** The move to which a key leads; null where it means nothing. PageUp and PageDown go to where another thread takes over. */
export function moveOfKey(key: string, at: number, moves: readonly InterleavingMove[]): number | null {
  const last = moves.length - 1;
  const ends = stretchesOf(moves).map(({ end }) => end - 1);
  switch (key) {
    case 'ArrowRight':
      return Math.min(at + 1, last);
    case 'ArrowLeft':
      return Math.max(at - 1, 0);
    case 'PageDown':
      return ends.find((end) => end > at) ?? last;
    case 'PageUp':
      return ends.findLast((end) => end < at) ?? 0;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
