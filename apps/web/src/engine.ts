/*
 * The door to the model, as narrow as the shell needs it: what can be chosen, check a text, play it. What stands behind it
 * is the playground; the shell's tests put something small there.
 */
import type { Diagnostic } from '@mm-playground/api';
import type { PluginsReport } from 'mm-playground';
import type { Played } from './played.ts';
import type { RaceReport } from './race/race.ts';
import type { Choice } from './state.ts';

/** Something to choose. */
export interface Option {
  readonly id: string;
  readonly title: string;
  /** Of a kernel: whether it was compared with one that was booted. */
  readonly proof?: 'booted' | 'derived';
}

/** What can be chosen, newest first. */
export type EngineFacts = Readonly<Record<keyof Choice, readonly Option[]>>;

export interface PlayRequest {
  readonly file: string;
  readonly text: string;
  readonly choice: Choice;
  readonly skipUnmodelled: boolean;
  /** The schedule by which a race is played, in the words of `#@ schedule`; null plays what comes before it. */
  readonly schedule: string | null;
}

/** How far an exploration has come. */
export interface RaceProgress {
  /** Runs that were made, and states that are known. */
  readonly runs: number;
  readonly states: number;
}

/** What came of a request: a text with errors is not played. */
export interface PlayAnswer {
  readonly diagnostics: readonly Diagnostic[];
  readonly played: Played | null;
}

export type { PluginsReport };

/** A log that is played while it is written. */
export interface LiveRun {
  /**
   * Plays the next piece of its text, in slices that leave the page alive. `played` is null as long as there is nothing to
   * show, or where the text has errors.
   *
   * @param outdated asked between slices; where it says yes the answer is null.
   */
  append(text: string, outdated: () => boolean): Promise<PlayAnswer | null>;
  /** Nothing more comes: what still waits is played as it stands. */
  finish(outdated: () => boolean): Promise<PlayAnswer | null>;
}

export interface Engine {
  /** What can be chosen. Takes a moment: ask after the first picture. */
  readonly facts: () => EngineFacts;
  /** Every plugin that is loaded, and what it contributes. */
  readonly loaded: () => PluginsReport;
  /**
   * Checks a text and plays it, in slices that leave the page alive.
   *
   * @param outdated asked between slices; where it says yes the answer is null.
   * @throws Error where the machine cannot be made; its message is for people.
   */
  readonly play: (request: PlayRequest, outdated: () => boolean) => Promise<PlayAnswer | null>;
  /** Begins with a log that is still being written. @throws Error where the machine cannot be made. */
  readonly follow: (request: Pick<PlayRequest, 'file' | 'choice' | 'skipUnmodelled'>) => LiveRun;
  /**
   * Explores the race of a text on the chosen machine, in slices that leave the page alive.
   *
   * @param outdated asked between slices; where it says yes the answer is null.
   * @throws Error where it cannot be explored; its message is for people.
   */
  readonly explore: (
    request: Omit<PlayRequest, 'schedule' | 'skipUnmodelled'>,
    outdated: () => boolean,
    progress: (progress: RaceProgress) => void,
  ) => Promise<RaceReport | null>;
}
