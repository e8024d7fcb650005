/**
 * The public face of a session, as types: what goes in, what a played call is, and what can be asked. The class behind
 * {@link Session} is in `session.ts`; everybody else (playground, cli, apps) writes against this file.
 */

import type {
  ElfImage,
  Architecture,
  CallItem,
  CallResult,
  Change,
  CheckpointItem,
  Kernel,
  Machine,
  Mark,
  MmView,
  Model,
  PlayMode,
  Program,
  ProgramItem,
  RaceItem,
  Steering,
  Step,
  TaskName,
  Violation,
  VmaIndexPlugin,
} from '@mm-playground/api';
import type { Bus, Divergence, LocatedInference, Position, Verdict } from '@mm-playground/event-bus';

/** How much of the past is kept. */
export type RecordMode =
  /** Every step of every call, and the way back to it. */
  | 'steps'
  /** The way back to every call, without its steps. */
  | 'marks'
  /** Nothing: long programs in little memory. Only the newest state can be looked at. */
  | 'off';

/** The parts that a machine is built from, and how the program is played on it. */
export interface SessionOptions {
  readonly model: Model;
  readonly kernel: Kernel;
  readonly arch: Architecture;
  readonly index: VmaIndexPlugin;
  /** Where events go; without one nobody is told. */
  readonly bus?: Bus;
  /** Whether private writable mappings outside complete ranges count as written; `written` unless said. */
  readonly assume?: 'written' | 'untouched';
  /** Lists calls that are not modelled and goes on, instead of stopping there. */
  readonly skipUnmodelled?: boolean;
  /** The task whose address space is shown where none is named; that of the position's call unless said. */
  readonly task?: TaskName;
  /** The one task whose divergences count; all unless said. The others are played all the same. */
  readonly comparedTask?: TaskName;
  /** `steps` unless said. */
  readonly record?: RecordMode;
  /** How many steps are kept at most, of one call and of all; as many as there are unless said. */
  readonly stepLimits?: { readonly call: number; readonly all: number };
  /** Seed of address-space randomisation; none unless said. */
  readonly aslrSeed?: number;
  /** Programs by path that an `execve` without a recorded result can execute; those that the file names (`#@ program`) unless said. */
  readonly programs?: ReadonlyMap<string, ElfImage>;
}

/** A call that was played. */
export interface PlayedCall {
  readonly item: CallItem;
  /** What the model answered; undefined where the call was not made. */
  readonly result: CallResult | undefined;
  readonly verdict: Verdict;
  /** What the model did; empty unless steps are recorded. */
  readonly steps: readonly Step[];
  /** Where the machine was before and after the call. */
  readonly before: Mark;
  readonly after: Mark;
  /** What had to be assumed for this call. */
  readonly inferences: readonly LocatedInference[];
  /**
   * Of a call that ran beside others: where the machine was before a step, by number, where others ran between it and the step
   * before. The number of its steps stands for its return.
   */
  readonly resumed?: ReadonlyMap<number, Mark>;
}

/** A property that was found violated while a race was played, and at which step. */
export interface PlayedViolation extends Violation {
  readonly position: Position;
}

/** A call that was left out because the model does not have it. */
export interface SkippedCall {
  readonly item: CallItem;
  /** `mbind is not modelled`. */
  readonly message: string;
}

/** Why a replay ended before the end of its program. */
export interface Stopped {
  readonly item: CallItem | CheckpointItem | RaceItem | Steering;
  /** One sentence, without the place. */
  readonly message: string;
  readonly why: StopReason;
}

/**
 * - `unmodelled`: the model does not have the call.
 * - `unknown task`: nobody made the task that calls.
 * - `race`: what follows runs concurrently, and no `#@ schedule` says in which order; exploring it is another tool's job.
 * - `bad directive`: a `#@ driver` or `#@ schedule` asks for what cannot be, a `#@ fail` for a visit that never comes.
 * - `too long`: it has more steps than {@link SessionOptions.stepLimits} lets it keep.
 * - `kernel bug`: the model broke an invariant of the kernel.
 * - `crash`: the model threw something else; it is cut off and named.
 */
export type StopReason = 'unmodelled' | 'unknown task' | 'race' | 'bad directive' | 'too long' | 'kernel bug' | 'crash';

/** What {@link Session.run} may be told. */
export interface RunOptions {
  /** Plays what stands up to and including this line. */
  readonly untilLine?: number;
}

/** A place to go to: without `step`, when the call has returned. */
export interface Place {
  readonly call: number;
  readonly step?: number;
}

/** What {@link Session.rebuild} may change. */
export type Parts = Partial<Pick<SessionOptions, 'model' | 'kernel' | 'arch' | 'index' | 'assume' | 'record' | 'bus'>>;

/** A program in the course of being played, and its whole past. */
export interface Session {
  readonly program: Program;
  readonly options: SessionOptions;
  readonly mode: PlayMode;

  /** The calls that were played, in the order in which they took effect. */
  readonly calls: readonly PlayedCall[];
  /** The steps of a race in the order of time, where one was played as its `#@ schedule` says; empty for other programs. */
  readonly interleaving: readonly Position[];
  /** Properties that were found violated in it. */
  readonly violations: readonly PlayedViolation[];
  readonly divergences: readonly Divergence[];
  readonly inferences: readonly LocatedInference[];
  readonly skipped: readonly SkippedCall[];
  /** Why the replay cannot go on, or null. */
  readonly stopped: Stopped | null;
  /** Whether everything was played, or the replay stopped. */
  readonly done: boolean;
  /** Calls and checkpoints that were compared. */
  readonly compared: { readonly calls: number; readonly checkpoints: number };

  /**
   * The program goes on with these: a log that is still being written. What was played stays; the next {@link run} plays them.
   * No call of what was there may be under way where they begin, and the mode stays what it was.
   */
  extend(items: readonly ProgramItem[]): void;
  /** Plays to the end, or to a line, from where playing left off; then shows the newest state. */
  run(options?: RunOptions): void;
  /** Plays the next item (of overlapping calls: all of them). Returns what was played, or null at the end. */
  next(): PlayedCall | CheckpointItem | null;
  /**
   * As {@link run}, in slices of about `budgetMs` by the given clock: a user interface takes one slice a frame. Yields how
   * many items were played, of how many.
   */
  runInSlices(budgetMs: number, now: () => number, options?: RunOptions): Generator<Progress, void, void>;

  /** The place in time that is shown. */
  readonly position: Position;
  /** The newest place in time. */
  readonly end: Position;
  /** Shows another place. @throws RangeError where nothing was recorded. */
  seek(place: Place): void;
  /** The place of the call that stands on this line (or overlaps it), or null where it was not played. */
  callAt(line: number): number | null;
  /**
   * The address space at the position: of the task of the position's call unless one is named. Of a task that has ended,
   * the address space as it was before its last call.
   * @throws RangeError for a task that there was not yet.
   */
  view(task?: TaskName): MmView;
  /** What changed in a step: since the step before it, or since the call began. Nothing for step -1. */
  changes(position: Position): readonly Change[];
  /** What changed in a call from before its step `first` to after its step `last`, as a whole: what a function did. */
  changesOver(call: number, first: number, last: number): readonly Change[];
  /** What changed in a call as a whole. */
  callChanges(call: number): readonly Change[];
  /** Tasks that are alive at the position, by name. */
  readonly tasks: Machine['tasks'];
  /** Invariants that are broken at the position; empty when all is well. */
  validate(): readonly string[];

  /** The same program on a machine of other parts, played as far as this one and showing the same place. */
  rebuild(parts: Parts): Session;
}

/** How far a run has come. */
export interface Progress {
  readonly played: number;
  readonly total: number;
}
