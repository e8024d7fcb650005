/**
 * Making one call on the machine and judging it: as the model predicts it, and, where that is not what was recorded, under
 * each assumption that the model offers, until one explains the recording. Whatever is tried and dropped leaves no trace:
 * the machine is moved back, its inferences are forgotten, its steps are not told.
 */

import {
  drain,
  KernelBug,
  NotModelled,
  sameResult,
  type CallItem,
  type CallResult,
  type Inference,
  type Machine,
  type ModelCall,
  type PlayMode,
  type RecordedResult,
} from '@mm-playground/api';
import { checkedResult, faultOf, type Players } from './plugin-faults.ts';
import { Recorder, TooManySteps } from './recorder.ts';
import type { StopReason } from './types.ts';
import type { Births } from './births.ts';
import type { Names } from './names.ts';

/** What came of a call. */
export type Outcome =
  | { readonly kind: 'returned'; readonly result: CallResult }
  /** It was interrupted, or its task ended, before it took effect; nobody will know what it would have given. */
  | { readonly kind: 'cut short' }
  | { readonly kind: 'failed'; readonly why: StopReason; readonly message: string };

/** One way a call can have gone. The machine stands after it. */
export interface Attempt {
  readonly outcome: Outcome;
  /** Whether this is what was recorded; true where there is nothing to compare with. */
  readonly explained: boolean;
  /** What had to be assumed. */
  readonly inferences: readonly Inference[];
  /** What the model did; null where nobody wants to know. */
  readonly recorder: Recorder | null;
}

/** The result that a call can be held to: `= ?` says nothing unless the call never returns. */
export function expectationOf(item: CallItem): RecordedResult | undefined {
  if (item.result?.kind === 'none' && item.name !== 'exit' && item.name !== 'exit_group') return undefined;
  return item.result;
}

/** Makes calls on one machine. */
export class Attempts {
  readonly #machine: Machine;
  readonly #names: Names;
  readonly #births: Births;
  readonly #mode: PlayMode;
  readonly #players: Players;
  /** So many steps may the next call have, where they are recorded. */
  mostSteps = Infinity;

  constructor(machine: Machine, names: Names, births: Births, mode: PlayMode, players: Players) {
    this.#mode = mode;
    this.#players = players;
    this.#machine = machine;
    this.#names = names;
    this.#births = births;
  }

  /** Makes the call as the model predicts it. */
  predict(item: CallItem, compared: boolean, traced: boolean): Attempt {
    this.#machine.takeViolations();
    const recorder = traced ? new Recorder(() => this.#machine.mark(), this.mostSteps) : null;
    this.#machine.trace(recorder);
    const outcome = this.#outcome(item);
    this.#machine.trace(null);
    const explained = isExplained(outcome, compared ? expectationOf(item) : undefined);
    return { outcome, explained, inferences: this.#machine.takeInferences(), recorder };
  }

  /** Makes the call as the model predicts it, or under the first assumption that explains what was recorded. */
  assume(item: CallItem, compared: boolean, traced: boolean): Attempt {
    const before = this.#machine.mark();
    const prediction = this.predict(item, compared, traced);
    if (prediction.explained || prediction.outcome.kind !== 'returned') return prediction;
    return this.#underAssumption(item, before, traced) ?? this.#again(item, before, traced, prediction);
  }

  #underAssumption(item: CallItem, before: number, traced: boolean): Attempt | undefined {
    this.#machine.seek(before);
    for (const assumption of this.#machine.alternatives(item.task, this.#modelCall(item), this.#names.lookUp)) {
      this.#machine.seek(before);
      this.#machine.assume(item.task, assumption);
      const attempt = this.predict(item, true, traced);
      if (attempt.explained) return { ...attempt, inferences: [assumption.inference, ...attempt.inferences] };
    }
    return undefined;
  }

  /** Nothing explains the recording: the model's own outcome stands. */
  #again(item: CallItem, before: number, traced: boolean, prediction: Attempt): Attempt {
    this.#machine.seek(before);
    return { ...this.predict(item, true, traced), explained: prediction.explained };
  }

  #outcome(item: CallItem): Outcome {
    if (!this.#births.happened(item)) return { kind: 'cut short' };
    if (!this.#machine.tasks.has(item.task)) return this.#withoutTask(item);
    try {
      const call = this.#machine.call(item.task, this.#modelCall(item), this.#names.lookUp);
      return { kind: 'returned', result: checkedResult(drain(call)) };
    } catch (error) {
      return this.#failure(error);
    }
  }

  #failure(error: unknown): Outcome {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof NotModelled) return { kind: 'failed', why: 'unmodelled', message };
    if (error instanceof TooManySteps) return { kind: 'failed', why: 'too long', message };
    if (error instanceof KernelBug) return { kind: 'failed', why: 'kernel bug', message };
    return { kind: 'failed', why: 'crash', message: faultOf(this.#players, error) };
  }

  /** A log may show the end of a call of a task that was killed in it; in a scenario somebody forgot to make the task. */
  #withoutTask(item: CallItem): Outcome {
    if (this.#mode !== 'scenario' && expectationOf(item) === undefined) return { kind: 'cut short' };
    const who = item.task === '' ? 'the task' : `task ${item.task}`;
    return { kind: 'failed', why: 'unknown task', message: `${item.name} by ${who}, which is not there` };
  }

  #modelCall(item: CallItem): ModelCall {
    return { name: item.name, args: item.args, recorded: this.#births.resultOf(item) };
  }
}

/** A call that is not modelled changes nothing and contradicts nothing; whoever settles it says so. */
function isExplained(outcome: Outcome, recorded: RecordedResult | undefined): boolean {
  if (outcome.kind === 'failed') return outcome.why === 'unmodelled';
  return outcome.kind === 'cut short' || recorded === undefined || sameResult(outcome.result, recorded);
}
