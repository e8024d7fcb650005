/**
 * The event log as rows by number: for each call its beginning, its steps in order, its result, and what was found about it. A row is
 * made when somebody looks at it; a run of 10^6 steps costs one number a call.
 */

import type { Step } from '@mm-playground/api';
import type { CallRow } from '../call-row.ts';
import { partition } from '../partition.ts';
import type { Position } from '../position.ts';
import { valueText } from '../steps/step-rows.ts';
import { kindOfStep, type EventKind } from './event-kinds.ts';
import { rangeOfCall, rangeOfDetail, type AddressRange } from './event-range.ts';

/** Where events come from: the calls that were played, and the steps of each. */
export interface EventSource {
  readonly calls: readonly CallRow[];
  /** The steps of a call; as many as its row says. */
  stepsOf(call: number): readonly Step[];
}

/** One row. */
export interface LogEvent {
  readonly kind: EventKind;
  /** The call that it belongs to. */
  readonly call: CallRow;
  /** Where time stands right after it. */
  readonly position: Position;
  /** The kernel's name; of a call and its result, the call's. */
  readonly name: string;
  readonly depth: number;
  /** What it shows, in a line. */
  readonly text: string;
  readonly range: AddressRange | null;
}

const NO_SOURCE: EventSource = { calls: [], stepsOf: () => [] };

/** The rows of a source. */
export class EventLog {
  readonly #source: EventSource;
  /** Number of the first row of each call, and of the row after the last. */
  readonly #starts: Uint32Array;

  constructor(source: EventSource | null) {
    this.#source = source ?? NO_SOURCE;
    const { calls } = this.#source;
    this.#starts = new Uint32Array(calls.length + 1);
    let rows = 0;
    for (const [at, call] of calls.entries()) this.#starts[at + 1] = rows += 2 + call.steps + call.notes.length;
  }

  /** How many rows there are. */
  get length(): number {
    return this.#starts.at(-1) ?? 0;
  }

  /** The tasks that made calls. */
  get tasks(): readonly string[] {
    return [...new Set(this.#source.calls.map(({ task }) => task))];
  }

  /** A row. @throws RangeError where there is none. */
  at(row: number): LogEvent {
    const at = this.#callOf(row);
    const call = this.#source.calls[at];
    if (call === undefined) throw new RangeError(`row ${row} of ${this.length} events`);
    const inside = row - this.startOf(at);
    const step = inside - 1;
    if (inside === 0) return beginning(call);
    if (step < call.steps) return this.#step(call, step);
    return step === call.steps ? ending(call) : finding(call, call.notes[step - call.steps - 1] ?? '');
  }

  /** What of a row costs least to know. */
  kindAt(call: number, inside: number): EventKind {
    const { steps = 0 } = this.#source.calls[call] ?? {};
    if (inside === 0) return 'call';
    const step = inside - 1 < steps ? this.#source.stepsOf(call)[inside - 1] : undefined;
    if (step !== undefined) return kindOfStep(step);
    return inside === steps + 1 ? 'result' : 'finding';
  }

  /** Number of the first row of a call. */
  startOf(call: number): number {
    return this.#starts[call] ?? this.length;
  }

  /** How many calls there are. */
  get calls(): number {
    return this.#source.calls.length;
  }

  /** The task of a call. */
  taskOf(call: number): string {
    return this.#source.calls[call]?.task ?? '';
  }

  /** The row of a place in time: after the last step of a call, that of its result. -1 before the first call. */
  rowOf({ call, step }: Position): number {
    const row = this.#source.calls[call];
    if (row === undefined) return -1;
    return this.startOf(call) + (step >= row.steps - 1 ? row.steps + 1 : step + 1);
  }

  #callOf(row: number): number {
    return partition(this.#starts, (start) => start <= row) - 1;
  }

  #step(call: CallRow, at: number): LogEvent {
    const step = this.#source.stepsOf(call.index)[at];
    if (step === undefined) return { ...beginning(call), kind: 'step', text: 'not recorded' };
    const { detail } = step;
    return {
      ...{ kind: kindOfStep(step), call, name: step.name, depth: step.depth + 1 },
      position: { call: call.index, step: at },
      text: Object.entries(detail)
        .map(([name, value]) => `${name}=${valueText(value)}`)
        .join('  '),
      range: rangeOfDetail(detail),
    };
  }
}

const nameOf = (text: string): string => text.slice(0, Math.max(0, text.indexOf('('))) || text;

const beginning = (call: CallRow): LogEvent => ({
  ...{ kind: 'call', call, name: nameOf(call.text), depth: 0 },
  position: { call: call.index, step: -1 },
  text: call.text.slice(nameOf(call.text).length),
  range: rangeOfCall(call.text, call.result),
});

const ending = (call: CallRow): LogEvent => ({
  ...beginning(call),
  kind: 'result',
  position: { call: call.index, step: call.steps - 1 },
  text: call.result === '' ? '' : `= ${call.result}`,
});

const finding = (call: CallRow, text: string): LogEvent => ({ ...ending(call), kind: 'finding', text });
