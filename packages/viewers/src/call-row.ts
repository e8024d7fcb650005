/**
 * One call of a program as the call list and the timeline show it: plain data that a shell derives from what its session
 * played. Nothing here knows a session.
 */

/** What became of a call. */
export type CallVerdict =
  /** Not played yet. */
  | 'pending'
  /** The model's answer is the recorded one. */
  | 'agrees'
  /** Played; there was nothing recorded to compare with. */
  | 'played'
  /** The recorded answer told something that the model could not know; it was adopted. */
  | 'inferred'
  /** The model's answer is not the recorded one. */
  | 'diverges'
  /** Carried along without being played: no call of the address space. */
  | 'skipped'
  /** The model stopped here: not modelled, or a broken invariant. */
  | 'stopped';

/** One row. */
export interface CallRow {
  /** Index of the call in the program, from 0. */
  readonly index: number;
  /** Line in the file, from 1. */
  readonly line: number;
  /** The task that made it; `''` where there is one only. */
  readonly task: string;
  /** `mmap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)`, without its result. */
  readonly text: string;
  /** `0x7ffff7fc0000`, `-1 ENOMEM (Cannot allocate memory)`, or `''` while pending. */
  readonly result: string;
  readonly verdict: CallVerdict;
  /** Sentences that explain the verdict: what diverged, what was adopted. */
  readonly notes: readonly string[];
  /** Number of recorded steps; 0 while unknown. */
  readonly steps: number;
  /** Whether the call returned an error to its caller. */
  readonly failed: boolean;
}

/** How a verdict is shown: a glyph that differs in shape, not only in colour, and words for it. */
export interface VerdictLook {
  readonly glyph: string;
  readonly words: string;
}

/** Looks by verdict. */
export const VERDICT_LOOKS: Readonly<Record<CallVerdict, VerdictLook>> = {
  pending: { glyph: '·', words: 'not played yet' },
  agrees: { glyph: '✓', words: 'agrees with the recorded result' },
  played: { glyph: '●', words: 'played' },
  inferred: { glyph: '◆', words: 'adopted from the recording' },
  diverges: { glyph: '≠', words: 'differs from the recorded result' },
  skipped: { glyph: '–', words: 'not a call of the address space' },
  stopped: { glyph: '■', words: 'stopped here' },
};
