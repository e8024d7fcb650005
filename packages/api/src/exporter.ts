/**
 * An exporter: makes something else of a program that was played, such as a trace for another viewer, a test, a table.
 *
 * Recipe. Bare minimum: {@link ExporterPlugin.export}, which goes through {@link PlayedRun.calls} and yields lines of text. To look
 * at a moment, {@link PlayedRun.seek} there and take the {@link PlayedRun.view}. What each call did inside stands in its steps,
 * which are recorded where {@link ExporterPlugin.records} says so; they make playing several times slower.
 *
 * Exporters appear in `mm export --to ID`, and in the menu of the app.
 */

import type { Architecture } from './architecture.ts';
import type { Kernel } from './kernel.ts';
import type { CallResult } from './model.ts';
import type { CallItem, PlayMode, Program, TaskName } from './program.ts';
import type { Change, Step } from './steps.ts';
import type { SupportMatrix } from './support.ts';
import type { MmView } from './view.ts';

/** What a plugin contributes. */
export interface ExporterPlugin {
  /** `perfetto`, `markdown`, ...: what `--to` takes. */
  readonly id: string;
  /** What comes of it, for people: `A trace for Perfetto`. */
  readonly title: string;
  /** What is in it, or what it is good for, in a few words. */
  readonly what: string;
  /** How the name of such a file ends: `.json`. */
  readonly ending: string;
  /** What has no such form, and what is left out of it. */
  readonly support: SupportMatrix;
  /** `steps`: needs the steps of every call. `marks`: the state after each call is enough. */
  readonly records: 'steps' | 'marks';

  /**
   * The lines of the file, without line ends.
   *
   * @param run a program that was played as far as it goes; it may be moved in time, and is nobody else's
   * @param text its script
   * @throws RangeError where it has no such form, with the reason
   */
  export(run: PlayedRun, text: string): Iterable<string>;
}

/** A program that was played, to be read. */
export interface PlayedRun {
  readonly program: Program;
  readonly mode: PlayMode;
  /** What it was played on. */
  readonly options: { readonly kernel: Kernel; readonly arch: Architecture };
  /** The calls that were played, in the order in which they took effect. */
  readonly calls: readonly PlayedRunCall[];
  /** The steps of a race in the order of time, where one was played as its `#@ schedule` says; empty for other programs. */
  readonly interleaving: readonly PlayedRunPosition[];
  /** Why it could not be played to its end, or null. */
  readonly stopped: { readonly message: string; readonly why: string } | null;
  /** The moment that it shows: at first the one that whoever exports looks at, or the last. */
  readonly position: PlayedRunPosition;
  /** Tasks that are alive at the position, by name. */
  readonly tasks: ReadonlyMap<TaskName, { readonly mm: number }>;

  /**
   * Goes to another moment: when a call has returned, or after one of its steps. Call -1 is before the first one; step -1 is before
   * the first of a call.
   *
   * @throws RangeError where there is no such moment
   */
  seek(place: { readonly call: number; readonly step?: number }): void;
  /**
   * The address space of a task at this moment; of the task of the position's call unless one is named.
   *
   * @throws RangeError for a task that there was not yet
   */
  view(task?: TaskName): MmView;
  /** What changed in a step. */
  changes(position: PlayedRunPosition): readonly Change[];
}

/** A call that was played. */
export interface PlayedRunCall {
  readonly item: CallItem;
  /** What the model answered; undefined where the call was not made. */
  readonly result: CallResult | undefined;
  /** What the model did; empty unless steps are recorded. */
  readonly steps: readonly Step[];
}

/** A step of a call, both counted from 0. */
export interface PlayedRunPosition {
  readonly call: number;
  readonly step: number;
}
