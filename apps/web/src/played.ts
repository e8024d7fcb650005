/*
 * A program that was played, as the shell needs it: what the header counts, what the lists name, and views on demand. The
 * shell knows this and not the session, so that its state can be made up in a test in three lines.
 */
import type { Story } from '@mm-playground/api';
import type { Played as PlayedProgram } from '@mm-playground/embed/player';
import type { FailedStep } from '@mm-playground/viewers';
import type { Past } from 'mm-playground';

export { clampPosition, type Assumed, type Finding, type Unmodelled } from '@mm-playground/embed/player';

/** Calls that run concurrently, at the end of a program. */
export interface RaceFacts {
  /** Index of the row that stands for all of them, whether it was played or not. */
  readonly call: number;
  readonly threads: readonly { readonly name: string; readonly calls: readonly string[] }[];
  /** The schedule that was played, in words; then the steps of the row are its moves. Null where none was. */
  readonly words: string | null;
}

/** What comes of failing each step of a call that can fail. */
export interface FailureTable {
  /** What the call gives when nothing fails. */
  readonly result: string;
  readonly failures: readonly FailedStep[];
}

/** What the app knows of it besides what viewers need. */
export interface Played extends PlayedProgram {
  /** What the file says about itself; null where it says nothing. */
  readonly story: Story | null;
  /** The race at the end of the program; null where there is none. */
  readonly race: RaceFacts | null;
  /** What searches and maps of the run look at. */
  readonly past: Past;
  /** Fails each step of a call in turn, on a machine of its own; null of what is no single call. Takes a while. */
  failuresOf(call: number): FailureTable | null;
}
