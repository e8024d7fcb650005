/**
 * What a session says while it plays: one closed union, so that a `switch` over `type` is complete and the compiler knows
 * it. Events are plain frozen facts about what happened; nobody answers them, and a late listener has missed nothing that
 * the session cannot be asked for. What is *selected* is no event of the session: it belongs to the page that shows it.
 */

import type {
  CallItem,
  CallResult,
  Inference,
  Step,
  TaskName,
  Tracepoint,
  TracepointName,
  TracepointOf,
} from '@mm-playground/api';

/**
 * A place in time. `call` counts the calls in the order in which they took effect; -1 is the initial state, before any
 * call. `step` counts the recorded steps of that call: -1 is before its first step, k is after step k, and the number of
 * its steps is when the call has returned.
 */
export interface Position {
  readonly call: number;
  readonly step: number;
}

/**
 * How a call went.
 * - `same`: the model predicts what was recorded.
 * - `diverged`: it predicts something else, under every assumption that could be made.
 * - `unchecked`: there is nothing to compare with, or the comparison of its task has ended, or it touches no memory.
 * - `skipped`: the model does not have it, and the session was asked to go on.
 * - `unmodelled`: the model does not have it, and the replay stopped here.
 */
export type Verdict = 'same' | 'diverged' | 'unchecked' | 'skipped' | 'unmodelled';

/** One recorded fact that the model predicts otherwise. */
export interface Divergence {
  readonly file: string;
  readonly line: number;
  /** What differs: `mmap`, `maps`, `smaps 10000000-10004000 Rss`, `status VmSize`, ... */
  readonly what: string;
  readonly recorded: string;
  readonly model: string;
  /** The call overlaps others, and the search for an order that explains it was given up. */
  readonly unresolved: boolean;
}

/** Something that had to be assumed, and where. */
export interface LocatedInference extends Inference {
  readonly file: string;
  readonly line: number;
}

/** A call is about to be made. `call` is its position in time. */
export interface CallStarted {
  readonly type: 'call:started';
  readonly call: number;
  readonly item: CallItem;
}

/** A call returned, or was carried along without being made (`result` is then undefined). */
export interface CallFinished {
  readonly type: 'call:finished';
  readonly call: number;
  readonly item: CallItem;
  readonly result: CallResult | undefined;
  readonly verdict: Verdict;
}

/** The model did a named step. */
export interface StepTaken {
  readonly type: 'step';
  readonly call: number;
  readonly task: TaskName;
  readonly step: Step;
}

/** A kernel tracepoint fired. */
export interface TracepointFired {
  readonly type: 'tracepoint';
  readonly call: number;
  readonly task: TaskName;
  readonly event: Tracepoint;
}

/** A recorded fact differs from the prediction. */
export interface DivergenceFound {
  readonly type: 'divergence';
  readonly divergence: Divergence;
}

/** The replay had to assume something. */
export interface InferenceMade {
  readonly type: 'inference';
  readonly inference: LocatedInference;
}

/** The session shows another place in time. */
export interface PositionChanged {
  readonly type: 'position';
  readonly position: Position;
}

/** The machine is another one: a session began, or was rebuilt with other parts. Everything drawn before is stale. */
export interface MachineReplaced {
  readonly type: 'machine';
  readonly model: string;
  readonly kernel: string;
  /** As `--arch` takes it. */
  readonly arch: string;
  readonly index: string;
}

/** Everything that goes over the bus. */
export type BusEvent =
  | CallStarted
  | CallFinished
  | StepTaken
  | TracepointFired
  | DivergenceFound
  | InferenceMade
  | PositionChanged
  | MachineReplaced;

/** What `bus.on` takes: the type of an event, or a kernel tracepoint as `system:name`. */
export type EventName = BusEvent['type'] | TracepointName;

/** What a listener of this name gets: the event, or for a tracepoint's name the tracepoint itself. */
export type EventOf<Name extends EventName> = Name extends BusEvent['type']
  ? Extract<BusEvent, { type: Name }>
  : Name extends TracepointName
    ? TracepointOf<Name>
    : never;
