/**
 * Playing forward: takes the program item by item, makes each call on the machine, compares it and each checkpoint with
 * what was recorded, and keeps what came of it. It only ever goes forward, from the newest state; looking back is the
 * session's business.
 */

import {
  findErrno,
  formatResult,
  RETURNS_ADDRESS,
  type CallItem,
  type CallResult,
  type CheckpointItem,
  type Inference,
  type Machine,
  type Mark,
  type PlayMode,
  type Program,
  type ProgramItem,
  type RaceItem,
  type RecordedResult,
} from '@mm-playground/api';
import type { Bus, Divergence, LocatedInference, Position, Verdict } from '@mm-playground/event-bus';
import { Attempts, expectationOf, type Attempt } from './attempts.ts';
import { Births } from './births.ts';
import { Checkpoints } from './checkpoints.ts';
import { ClusterSolver, type Settlement } from './cluster.ts';
import type { Difference } from './compare.ts';
import { EVERYWHERE, namesKnownMemory, type KnownRange } from './copies.ts';
import { playRace, type RacedCall, type RacedStep } from './explore/play.ts';
import { raceThreads, racing, spawnThreads } from './explore/race.ts';
import { scheduleOf } from './explore/schedule.ts';
import { shownVmasOf } from './moments.ts';
import { Names } from './names.ts';
import { isModelCall, unitsOf, type PlayItem, type Unit } from './overlaps.ts';
import { faultOf } from './plugin-faults.ts';
import { Steerer } from './steering.ts';
import type { PlayedCall, PlayedViolation, SessionOptions, SkippedCall, Stopped } from './types.ts';

/** What playing has come to: an item that was played, or a moment in the search for an order. */
export type Beat = PlayedCall | CheckpointItem | 'searching';

/** A session's forward half. */
export class Playing {
  readonly calls: PlayedCall[] = [];
  readonly divergences: Divergence[] = [];
  readonly inferences: LocatedInference[] = [];
  readonly skipped: SkippedCall[] = [];
  stopped: Stopped | null = null;
  readonly compared = { calls: 0, checkpoints: 0 };
  /** The lines of the items that were played, in the order in which they were. */
  readonly lines: number[] = [];
  /** The steps of a race that was played, in the order of time. */
  interleaving: readonly Position[] = [];
  readonly violations: PlayedViolation[] = [];
  /** The newest state. */
  frontier: Mark = 0;

  readonly #program: Program;
  readonly #options: SessionOptions;
  readonly #mode: PlayMode;
  readonly #machine: Machine;
  readonly #bus: Bus | undefined;
  /** What names mean by now. */
  readonly names: Names;
  readonly #attempts: Attempts;
  readonly #checkpoints: Checkpoints;
  readonly #solver: ClusterSolver;
  readonly #units: Unit[];
  /** The unit that is played next. */
  #next = 0;
  readonly #births: Births;
  readonly #steerer: Steerer;
  /** Where every access is in the file. */
  readonly #known: readonly KnownRange[];
  /** Steps that are kept. */
  #kept = 0;
  /** What took part in a race that was played. */
  readonly #raced = new Set<ProgramItem>();

  constructor(program: Program, options: SessionOptions, mode: PlayMode, machine: Machine) {
    this.#program = program;
    this.#options = options;
    this.#mode = mode;
    this.#machine = machine;
    this.#bus = options.bus;
    this.#known = mode === 'scenario' ? EVERYWHERE : program.completeAccesses;
    this.names = Names.of(options.arch.geometry);
    this.#births = new Births(program, mode);
    this.#steerer = new Steerer(program, machine, this.names);
    this.#attempts = new Attempts(machine, this.names, this.#births, mode, options);
    this.#checkpoints = new Checkpoints(program, options.kernel);
    this.#solver = new ClusterSolver({
      machine,
      attempts: this.#attempts,
      checkpoints: this.#checkpoints,
      names: this.names.lookUp,
      mode,
    });
    this.#units = [...unitsOf(program)];
    this.#begin();
  }

  #begin(): void {
    const { initial, initialTask, threads = [] } = this.#program;
    if (this.#mode === 'predict' && initial !== undefined) {
      this.#machine.adopt(initialTask, initial);
      for (const thread of threads) this.#machine.spawn(thread, initialTask);
      this.#checkpoints.begin(initial, this.#machine.view(initialTask));
    } else if (this.#mode === 'follow') this.#machine.bootUnknown(initialTask);
    else this.#machine.boot(initialTask);
    this.#machine.record(this.#options.record !== 'off');
    this.frontier = this.#machine.mark();
    this.#infer(initial?.span.line ?? 1, this.#machine.takeInferences());
  }

  /** The program goes on with these. No call of what was there is under way where they begin. */
  extend(items: readonly ProgramItem[]): void {
    this.#births.learn(items);
    this.#checkpoints.learn(items);
    this.#units.push(...unitsOf({ items }));
  }

  /**
   * Plays what was not played yet, a beat at a time. Before each beat the machine must stand at the {@link frontier}.
   */
  *beats(): Generator<Beat, void, void> {
    for (let unit = this.#units[this.#next]; unit !== undefined; unit = this.#units[this.#next]) {
      const at = this.#next++;
      const historic = this.#options.record === 'off' && this.#mode !== 'scenario';
      if (historic) this.#machine.record(true);
      try {
        yield* unit.kind === 'single' ? this.#playItem(unit.item) : this.#playCluster(unit, at);
      } catch (error) {
        // Outside of a call, too, plugins may throw. What was played before stays, and can be looked at.
        const item = itemOf(unit);
        if (item === undefined) throw error;
        this.stopped = { item, why: 'crash', message: faultOf(this.#options, error) };
        return;
      }
      if (historic) this.#machine.record(false);
      this.frontier = this.#machine.mark();
      if (this.stopped !== null) return;
    }
    const missed = this.#steerer.missed();
    if (missed !== null) this.stopped = { item: missed.directive, why: 'bad directive', message: missed.message };
  }

  *#playItem(item: PlayItem): Generator<Beat, void, void> {
    if (item.kind === 'race') yield* this.#playRace(item);
    else if (this.#raced.has(item)) return;
    else if (item.kind === 'checkpoint') yield this.#playCheckpoint(item);
    else {
      const wrong = this.#steerer.before(item);
      if (wrong === null) yield this.#playCall(item, false, []);
      else this.stopped = { item, why: 'bad directive', message: wrong };
    }
  }

  *#playRace(item: RaceItem): Generator<Beat, void, void> {
    const wrong = this.#steerer.before({ span: item.span, task: this.#program.initialTask });
    if (wrong !== null) {
      this.stopped = { item, why: 'bad directive', message: wrong };
      return;
    }
    const schedule = scheduleOf(this.#program);
    if (schedule.length === 0) {
      this.stopped = { item, why: 'race', message: 'what follows runs concurrently, in many orders: explore it' };
      return;
    }
    const failing = this.#steerer.missed();
    if (failing !== null) {
      const message = 'a race in which a step fails is not played yet';
      this.stopped = { item: failing.directive, why: 'bad directive', message };
      return;
    }
    const threads = raceThreads(this.#program);
    spawnThreads(this.#machine, this.#program, threads);
    const race = { machine: this.#machine, start: this.#machine.mark(), threads, names: this.names };
    const play = playRace(race, schedule, item);
    for (const other of racing(this.#program)) if (other.kind !== 'call' || isModelCall(other)) this.#raced.add(other);
    const first = this.calls.length;
    const placed = ({ call, step }: RacedStep): Position => ({ call: first + call, step });
    this.interleaving = play.steps.map(placed);
    this.#advance(item);
    for (const call of play.calls) yield this.#tellRaced(call);
    for (const { property, what, ...at } of play.violations)
      this.violations.push({ property, what, position: placed(at) });
    this.stopped = play.stopped;
  }

  #tellRaced({ item, result, recorder, before, after, resumed }: RacedCall): PlayedCall {
    const call = this.calls.length;
    this.#bus?.emit({ type: 'call:started', call, item });
    if (this.#bus?.observed === true) recorder.tell(this.#bus, call, item.task);
    const steps = this.#options.record === 'marks' ? [] : recorder.steps;
    const verdict = result === undefined ? 'unmodelled' : 'unchecked';
    const played: PlayedCall = { item, result, verdict, steps, before, after, inferences: [], resumed };
    this.calls.push(played);
    this.#advance(item);
    this.#bus?.emit({ type: 'call:finished', call, item, result, verdict });
    return played;
  }

  *#playCluster(unit: Unit & { kind: 'cluster' }, at: number): Generator<Beat, void, void> {
    for (const { item } of unit.elements) this.#introduce(item);
    const settlement = yield* this.#settle(unit, at);
    const open = new Set(unit.elements);
    const carried = [...unit.carried];
    let assumed: readonly Inference[] = settlement.inference === undefined ? [] : [settlement.inference];
    for (const element of settlement.order) {
      const { item } = element;
      open.delete(element);
      if (item.kind === 'checkpoint') yield this.#playCheckpoint(item);
      else {
        yield this.#playCall(item, settlement.unresolved.has(element), assumed);
        assumed = [];
      }
      const next = Math.min(...[...open].map(({ entered }) => entered));
      for (let call = carried[0]; call !== undefined && call.span.line < next; call = carried[0]) {
        carried.shift();
        if (this.stopped === null) yield this.#playCall(call, false, []);
      }
      if (this.stopped !== null) return;
    }
  }

  *#settle({ elements }: Unit & { kind: 'cluster' }, at: number): Generator<Beat, Settlement, void> {
    const settling = this.#solver.settle(elements, () => this.#unitsAfter(at));
    for (;;) {
      const turn = settling.next();
      if (turn.done === true) return turn.value;
      yield 'searching';
    }
  }

  *#unitsAfter(at: number): Generator<Unit, void, void> {
    for (let next = at + 1; next < this.#units.length; next++) yield this.#units[next] as Unit;
  }

  /** In follow mode a task that no call of the log makes was there before the log began. */
  #introduce({ task }: CallItem | CheckpointItem): void {
    if (this.#mode === 'follow' && !this.#machine.tasks.has(task) && !this.#births.isMade(task))
      this.#machine.bootUnknown(task);
  }

  #playCall(item: CallItem, unresolved: boolean, assumed: readonly Inference[]): PlayedCall {
    const call = this.calls.length;
    this.#bus?.emit({ type: 'call:started', call, item });
    const isMade = isModelCall(item) || namesKnownMemory(item, this.#machine, this.#known, this.names.lookUp);
    const played = isMade ? this.#make(item, unresolved, assumed) : this.#carry(item);
    this.calls.push(played);
    for (const violation of this.#machine.takeViolations())
      this.violations.push({ ...violation, position: { call, step: played.steps.length } });
    this.#advance(item);
    const { result, verdict } = played;
    this.#bus?.emit({ type: 'call:finished', call, item, result, verdict });
    return played;
  }

  #advance({ span }: PlayItem): void {
    this.lines.push(span.line);
    this.frontier = this.#machine.mark();
  }

  /** A call that touches no memory, or none that anybody compares: shown, not made. */
  #carry(item: CallItem): PlayedCall {
    const mark = this.#machine.mark();
    return { item, result: undefined, verdict: 'unchecked', steps: [], before: mark, after: mark, inferences: [] };
  }

  #make(item: CallItem, unresolved: boolean, assumed: readonly Inference[]): PlayedCall {
    this.#introduce(item);
    const { tasks } = this.#machine;
    const before = this.#machine.mark();
    const callerMm = tasks.get(item.task)?.mm;
    const compared =
      this.#mode !== 'scenario' && expectationOf(item) !== undefined && this.#checkpoints.isCompared(item.task, tasks);
    const steps = this.#options.record === 'steps' || this.#options.record === undefined;
    const { call, all } = this.#options.stepLimits ?? { call: Infinity, all: Infinity };
    this.#attempts.mostSteps = Math.min(call, all - this.#kept);
    const attempt = this.#attempts.assume(item, compared, steps || this.#bus?.observed === true);
    const { outcome, recorder } = attempt;
    this.#kept += steps ? (recorder?.steps.length ?? 0) : 0;
    if (this.#bus?.observed === true) recorder?.tell(this.#bus, this.calls.length, item.task);
    if (outcome.kind === 'returned') this.#returned(item, outcome.result, callerMm);
    else if (this.#options.record !== 'off') this.#machine.seek(before);
    return {
      item,
      result: outcome.kind === 'returned' ? outcome.result : undefined,
      verdict: this.#judge(item, attempt, compared && this.#counts(item), unresolved),
      steps: steps ? (recorder?.steps ?? []) : [],
      before,
      after: this.#machine.mark(),
      inferences: this.#infer(item.span.line, [...assumed, ...attempt.inferences]),
    };
  }

  #returned(item: CallItem, result: CallResult, callerMm: number | undefined): void {
    if (item.binds !== undefined) this.names.bind(item.binds, result);
    this.#checkpoints.made(item, result, callerMm, this.#machine.tasks);
  }

  /** Whether what is recorded of this task was asked for. */
  #counts({ task }: CallItem | CheckpointItem): boolean {
    const { comparedTask } = this.#options;
    return comparedTask === undefined || comparedTask === task;
  }

  #judge(item: CallItem, { outcome, explained }: Attempt, compared: boolean, unresolved: boolean): Verdict {
    if (outcome.kind === 'failed') return this.#failed(item, outcome.why, outcome.message);
    if (outcome.kind !== 'returned' || !compared || item.result === undefined) return 'unchecked';
    this.compared.calls++;
    if (explained) return 'same';
    const style = RETURNS_ADDRESS.has(item.name) ? 'address' : 'number';
    this.#diverge({
      line: item.span.line,
      what: item.name,
      recorded: recordedText(item.result, style),
      model: formatResult(outcome.result, style),
      unresolved,
    });
    return 'diverged';
  }

  #failed(item: CallItem, why: Stopped['why'], message: string): Verdict {
    if (why === 'unmodelled' && this.#options.skipUnmodelled === true) {
      this.skipped.push({ item, message });
      return 'skipped';
    }
    this.stopped = { item, why, message };
    return 'unmodelled';
  }

  #playCheckpoint(item: CheckpointItem): CheckpointItem {
    this.#introduce(item);
    const { tasks } = this.#machine;
    if (this.#mode !== 'scenario' && tasks.has(item.task) && this.#checkpoints.isCompared(item.task, tasks)) {
      if (this.#checkpoints.isGiven(item)) this.#startFrom(item);
      else this.#compare(item);
    }
    this.#advance(item);
    return item;
  }

  #compare(item: CheckpointItem): void {
    const { tasks } = this.#machine;
    const shown = shownVmasOf(item.what);
    if (shown !== undefined) this.#outsideCalls(item, () => this.#machine.reconcile(item.task, shown));
    const differences = this.#checkpoints.compare(item, this.#machine.view(item.task), tasks);
    if (!this.#counts(item)) return;
    this.compared.checkpoints++;
    for (const difference of differences) this.#diverge({ ...difference, unresolved: false });
  }

  /** The program was just executed: what it looks like is given. */
  #startFrom(item: CheckpointItem): void {
    const state = this.#checkpoints.stateGiven(item);
    if (state === undefined) return;
    this.#outsideCalls(item, () => this.#machine.adopt(item.task, state));
    this.#checkpoints.begin(state, this.#machine.view(item.task));
  }

  /** What changes at a snapshot (a stack that grew, a program that began) belongs to the call before it. */
  #outsideCalls(item: CheckpointItem, change: () => void): void {
    change();
    this.#infer(item.span.line, this.#machine.takeInferences());
    const last = this.calls.pop();
    if (last !== undefined) this.calls.push({ ...last, after: this.#machine.mark() });
  }

  #diverge(difference: Difference & { readonly unresolved: boolean }): void {
    const divergence: Divergence = { file: this.#program.file, ...difference };
    this.divergences.push(divergence);
    this.#bus?.emit({ type: 'divergence', divergence });
  }

  #infer(line: number, inferences: readonly Inference[]): readonly LocatedInference[] {
    const located: LocatedInference[] = [];
    for (const made of inferences) {
      if (made.takesBack !== undefined) this.#takeBack(made.takesBack);
      else located.push({ ...made, file: this.#program.file, line });
    }
    for (const inference of located) {
      this.inferences.push(inference);
      this.#bus?.emit({ type: 'inference', inference });
    }
    return located;
  }

  /** The file refutes what was assumed: it is no inference any more. */
  #takeBack(what: string): void {
    const at = this.inferences.findLastIndex((inference) => inference.what === what);
    const [refuted] = at < 0 ? [] : this.inferences.splice(at, 1);
    const call = this.calls.findLastIndex(({ inferences }) => refuted !== undefined && inferences.includes(refuted));
    const played = this.calls[call];
    if (played !== undefined)
      this.calls[call] = { ...played, inferences: played.inferences.filter((inference) => inference !== refuted) };
  }
}

/** A recorded result as strace prints it, in the style of the model's. */
function recordedText(recorded: RecordedResult, style: 'address' | 'number'): string {
  switch (recorded.kind) {
    case 'value':
      return formatResult({ ...recorded, value: BigInt.asUintN(64, recorded.value) }, style);
    case 'errno':
      return findErrno(recorded.name)?.toString() ?? `-1 ${recorded.name}`;
    case 'signal':
      return `? ${recorded.signal} {si_code=${recorded.code}, si_addr=0x${recorded.addr.toString(16)}}`;
    case 'none':
      return '?';
  }
}

const itemOf = (unit: Unit): PlayItem | undefined => (unit.kind === 'single' ? unit.item : unit.elements[0]?.item);
