/**
 * A session: a program in the course of being played on a machine, and its whole past. Playing goes forward only
 * (`playing.ts`); this is the half that looks: it moves the machine to any step of any call, shows the address spaces
 * there, and moves it back to the newest state before playing goes on.
 */

import {
  KernelBug,
  NotModelled,
  playModeOf,
  type Change,
  type CheckpointItem,
  type Machine,
  type Mark,
  type MmView,
  type PlayMode,
  type Program,
  type ProgramItem,
  type TaskName,
} from '@mm-playground/api';
import type { Divergence, LocatedInference, Position } from '@mm-playground/event-bus';
import { CallLookUp } from './call-look-up.ts';
import { faultOf } from './plugin-faults.ts';
import { machineFor } from './machine.ts';
import { Playing, type Beat } from './playing.ts';
import type {
  Parts,
  Place,
  PlayedCall,
  PlayedViolation,
  Progress,
  RunOptions,
  Session,
  SessionOptions,
  SkippedCall,
  Stopped,
} from './types.ts';

/** Makes a session at its initial state; nothing has run yet. */
export function openSession(program: Program, options: SessionOptions): Session {
  try {
    return new PlaySession(program, options);
  } catch (error) {
    if (error instanceof NotModelled || error instanceof KernelBug) throw error;
    throw new Error(faultOf(options, error), { cause: error });
  }
}

const START: Position = Object.freeze({ call: -1, step: -1 });

class PlaySession implements Session {
  #program: Program;
  readonly options: SessionOptions;
  readonly mode: PlayMode;
  readonly #machine: Machine;
  readonly #playing: Playing;
  #beats: Generator<Beat, void, void>;
  readonly #initial: Mark;
  /** The line of each item that is played. */
  readonly #lines: number[];
  readonly #lookUp = new CallLookUp();
  #position: Position = START;
  #exhausted = false;
  /** Whether the machine may stand elsewhere than at the newest state. */
  #away = false;

  constructor(program: Program, options: SessionOptions) {
    const { model, kernel, arch, index, bus } = options;
    this.#program = program;
    this.options = options;
    this.mode = playModeOf(program);
    this.#lines = linesOf(program.items);
    this.#machine = machineFor(program, options);
    bus?.emit({ type: 'machine', model: model.id, kernel: kernel.id, arch: arch.spec, index: index.id });
    this.#playing = new Playing(program, options, this.mode, this.#machine);
    this.#beats = this.#playing.beats();
    this.#initial = this.#playing.frontier;
  }

  get program(): Program {
    return this.#program;
  }
  get calls(): readonly PlayedCall[] {
    return this.#playing.calls;
  }
  get interleaving(): readonly Position[] {
    return this.#playing.interleaving;
  }
  get violations(): readonly PlayedViolation[] {
    return this.#playing.violations;
  }
  get divergences(): readonly Divergence[] {
    return this.#playing.divergences;
  }
  get inferences(): readonly LocatedInference[] {
    return this.#playing.inferences;
  }
  get skipped(): readonly SkippedCall[] {
    return this.#playing.skipped;
  }
  get stopped(): Stopped | null {
    return this.#playing.stopped;
  }
  get compared(): { readonly calls: number; readonly checkpoints: number } {
    return { ...this.#playing.compared };
  }
  get done(): boolean {
    return this.#exhausted || this.stopped !== null || this.#playing.lines.length >= this.#lines.length;
  }

  extend(items: readonly ProgramItem[]): void {
    this.#program = { ...this.#program, items: this.#program.items.concat(items) };
    this.#lines.push(...linesOf(items));
    this.#playing.extend(items);
    if (!this.#exhausted || this.stopped !== null) return;
    this.#beats = this.#playing.beats();
    this.#exhausted = false;
  }

  run(options: RunOptions = {}): void {
    for (const _ of this.#toLine(options));
    this.#show(this.end);
  }

  *runInSlices(budgetMs: number, now: () => number, options: RunOptions = {}): Generator<Progress, void, void> {
    let began = now();
    for (const _ of this.#toLine(options)) {
      if (now() - began < budgetMs) continue;
      yield { played: this.#playing.lines.length, total: this.#lines.length };
      began = now();
    }
    this.#show(this.end);
  }

  next(): PlayedCall | CheckpointItem | null {
    let beat = this.#beat();
    while (beat === 'searching') beat = this.#beat();
    this.#show(this.end);
    return beat ?? null;
  }

  /** Beats until everything up to a line was played. */
  *#toLine({ untilLine = Infinity }: RunOptions): Generator<Beat, void, void> {
    const upTo = (lines: readonly number[]): number =>
      untilLine === Infinity ? lines.length : lines.filter((line) => line <= untilLine).length;
    let left = upTo(this.#lines) - upTo(this.#playing.lines);
    while (left > 0) {
      const beat = this.#beat();
      if (beat === undefined) return;
      if (beat !== 'searching' && lineOf(beat) <= untilLine) left--;
      yield beat;
    }
    // Behind the last line there is still what a directive asked for and did not get.
    if (this.#playing.lines.length >= this.#lines.length) this.#beat();
  }

  /** The next beat, from the newest state on. */
  #beat(): Beat | undefined {
    if (this.#away) this.#machine.seek(this.#playing.frontier);
    this.#away = false;
    const turn = this.#beats.next();
    this.#exhausted ||= turn.done === true;
    return turn.done === true ? undefined : turn.value;
  }

  get position(): Position {
    return this.#position;
  }

  get end(): Position {
    return this.#returned(this.calls.length - 1);
  }

  seek({ call, step }: Place): void {
    const position = step === undefined ? this.#returned(call) : { call, step };
    this.#moveTo(this.#markOf(position));
    this.#show(position);
  }

  callAt(line: number): number | null {
    return this.#lookUp.callAt(this.calls, line);
  }

  get tasks(): Machine['tasks'] {
    this.#moveTo(this.#markOf(this.#position));
    return this.#machine.tasks;
  }

  validate(): readonly string[] {
    this.#moveTo(this.#markOf(this.#position));
    return this.#machine.validate();
  }

  view(task?: TaskName): MmView {
    const wanted = task ?? this.options.task ?? this.calls[this.#position.call]?.item.task ?? this.program.initialTask;
    this.#moveTo(this.#markOf(this.#position));
    if (this.#machine.tasks.has(wanted) || this.#moveToLastOf(wanted)) return this.#machine.view(wanted);
    this.#moveTo(this.#markOf(this.#position));
    const others = [...this.#machine.tasks.keys()];
    if (task === undefined && others[0] !== undefined) return this.#machine.view(others[0]);
    throw new RangeError(`there is no task "${wanted}" here; there are: ${others.join(', ') || 'none'}`);
  }

  changes(position: Position): readonly Change[] {
    const { call, step } = position;
    if (call < 0 || step < 0) return this.#changesBetween(this.#markOf(position), this.#markOf(position));
    const before = this.#markOf({ call, step: step - 1 });
    return this.#changesBetween(this.calls[call]?.resumed?.get(step) ?? before, this.#markOf(position));
  }

  callChanges(call: number): readonly Change[] {
    return this.changesOver(call, 0, this.#returned(call).step);
  }

  changesOver(call: number, first: number, last: number): readonly Change[] {
    if (this.calls[call]?.resumed === undefined)
      return this.#changesBetween(this.#markOf({ call, step: first - 1 }), this.#markOf({ call, step: last }));
    return Array.from({ length: last - first + 1 }, (_, at) => this.changes({ call, step: first + at })).flat();
  }

  rebuild(parts: Parts): Session {
    const other = new PlaySession(this.program, { ...this.options, ...parts });
    const { call, step } = this.#position;
    const item = this.calls[call]?.item;
    while (other.#playing.lines.length < this.#playing.lines.length && other.#beat() !== undefined);
    const there = other.calls.findIndex((played) => played.item === item);
    const steps = other.calls[there]?.steps.length ?? -1;
    const wasAtEnd = step === this.calls[call]?.steps.length;
    other.#position = there < 0 ? START : { call: there, step: wasAtEnd ? steps : Math.min(step, steps) };
    if (item !== undefined && there < 0) other.#position = other.end;
    other.#show(other.#position);
    return other;
  }

  #returned(call: number): Position {
    const played = this.calls[call];
    return played === undefined ? { call, step: -1 } : { call, step: played.steps.length };
  }

  /** @throws RangeError where there is no such place, or the way there was not recorded. */
  #markOf(position: Position): Mark {
    const { call, step } = position;
    const { calls } = this;
    const played = calls[call];
    const steps = played?.steps.length ?? -1;
    if (!Number.isInteger(call) || call < -1 || call >= calls.length)
      throw new RangeError(`call ${call} is not in -1..${calls.length - 1}`);
    if (!Number.isInteger(step) || step < -1 || step > steps)
      throw new RangeError(`step ${step} of call ${call} is not in -1..${steps}`);
    if (this.options.record === 'off' && !samePosition(position, this.end))
      throw new RangeError('this session records nothing: only its newest state can be looked at');
    if (played === undefined) return calls.length === 0 ? this.#playing.frontier : this.#initial;
    if (step === -1) return played.before;
    return played.steps[step]?.mark ?? played.after;
  }

  #moveTo(mark: Mark): void {
    this.#away = true;
    this.#machine.seek(this.options.record === 'off' ? this.#playing.frontier : mark);
  }

  /** Moves the machine to before the last call at which a task was still there. Says whether there was one. */
  #moveToLastOf(task: TaskName): boolean {
    if (this.options.record === 'off') return false;
    for (let call = this.#position.call; call >= 0; call--) {
      this.#moveTo(this.calls[call]?.before ?? this.#initial);
      if (this.#machine.tasks.has(task)) return true;
    }
    return false;
  }

  #changesBetween(from: Mark, to: Mark): readonly Change[] {
    this.#away = true;
    return from === to ? [] : this.#machine.changes(from, to);
  }

  #show(position: Position): void {
    this.#position = position;
    this.options.bus?.emit({ type: 'position', position });
  }
}

const linesOf = (items: readonly ProgramItem[]): number[] =>
  items.flatMap((item) => (item.kind === 'note' ? [] : [item.span.line]));

const lineOf = (beat: PlayedCall | CheckpointItem): number => ('item' in beat ? beat.item : beat).span.line;

const samePosition = (a: Position, b: Position): boolean => a.call === b.call && a.step === b.step;
