/**
 * A race on the model, one schedule at a time. Somebody chooses at every point who goes on. Points are where a call yields, and
 * inside a lock section every step after which something is different.
 *
 * A section is synchronous: whoever runs in the middle of it runs nested in its step, to its next point outside of a section.
 */

import {
  drain,
  formatMapsRow,
  formatResult,
  RETURNS_ADDRESS,
  type CallItem,
  type CallResult,
  type Machine,
  type MachineConfig,
  type Model,
  type Mark,
  type RunningCall,
  type StepControl,
  type StepDetail,
  type Tracer,
  type Violation,
} from '@mm-playground/api';
import { outcomeLines, windowLines, type Given } from './outcome.ts';
import { isReader, unitsOf, type Race, type RaceThread, type Window } from './race.ts';

/** What a race is played on. */
export type RaceParts = Pick<MachineConfig, 'kernel' | 'arch' | 'index'> & { readonly model: Model };

/** Who goes on at a point: the index of a thread. */
export interface Point {
  /** Threads that can. */
  readonly able: readonly number[];
  /** The thread in whose section we are; null outside of sections. */
  readonly inside: number | null;
  /** Where everybody stands, and what they know: two points of the same text go on alike. */
  readonly text: () => string;
}

/** Chooses who goes on; null gives the schedule up. */
export type Choose = (point: Point) => number | null;

/** How a schedule ended. */
export interface ModelOutcome {
  readonly lines: readonly string[];
  readonly violations: readonly Violation[];
  /** What is broken at rest. */
  readonly broken: readonly string[];
}

class GivenUp extends Error {}

/** CLONE_VM and CLONE_THREAD. */
const CLONE_VM_THREAD = 0x1_0100n;
/** The tasks of threads have the names that a log gives them: numbers. */
const FIRST_PID = 100;

/** A range, and all of what touches it. */
function touching(rows: readonly Window[], range: Window): Window {
  const touched = rows.filter(({ start, end }) => start <= range.end && end >= range.start);
  return {
    start: touched.reduce((least, { start }) => (start < least ? start : least), range.start),
    end: touched.reduce((most, { end }) => (end > most ? end : most), range.end),
  };
}

/** A thread in the course of a schedule. */
class Runner {
  readonly name: string;
  readonly calls: readonly CallItem[];
  call = 0;
  running: RunningCall | null = null;
  /** Whether it can go on; undefined where it always can. */
  ready: (() => boolean) | undefined;
  /** Steps that it took in this call. */
  steps = 0;
  /** What a reader knows at its point, in place of its steps. */
  seen: string | null = null;
  /** Lines that its call listed so far. */
  shown = '';
  /** The end of the last of them. */
  shownEnd = 0n;
  readonly given: Given[] = [];

  constructor({ name, calls }: RaceThread) {
    this.name = name;
    this.calls = calls;
  }

  get item(): CallItem | undefined {
    return this.calls[this.call];
  }
  get isDone(): boolean {
    return this.call === this.calls.length;
  }
  get isAble(): boolean {
    return !this.isDone && this.ready?.() !== false;
  }
  get isReading(): boolean {
    return this.item !== undefined && isReader(this.item);
  }

  begin(): void {
    this.ready = undefined;
    this.steps = 0;
    this.seen = null;
    this.shown = '';
    this.shownEnd = 0n;
    this.running = null;
  }

  get text(): string {
    const results = this.given.map(({ result, lines }) => `${result} ${lines.join(' ')}`).join('\n');
    return `${this.call} ${this.seen ?? this.steps} ${this.shown}\n${results}`;
  }
}

/** The machine at the start of a race, for as many schedules as one likes. */
export class ModelRace {
  readonly race: Race;
  /** The id of the kernel. */
  readonly kernel: string;
  /** Results of the set-up, as strace prints them. */
  readonly setUp: readonly string[];
  readonly #machine: Machine;
  readonly #start: Mark;
  readonly #names: Map<string, bigint>;
  /** The mappings at the start. */
  readonly #rows: readonly Window[];
  /** What the racing calls could change: the addresses that they speak of, and all of the mappings that touch those. */
  readonly #disputed: Window;
  /** Only one thread changes anything: where it stands is all that there is to know of the machine. */
  readonly #hasOneWriter: boolean;
  #runners: Runner[] = [];
  #stack: number[] = [];
  #seen: Mark = 0;
  #choose: Choose = () => null;
  /** The order in which those ran that change something: part of where everybody stands, unless only one does. */
  #order = '';
  /** The schedule was given up: what listens or waits on the way out is not asked any more. */
  #isOver = false;

  constructor(race: Race, { model, kernel, arch, index }: RaceParts) {
    const { system, limits, completeAccesses, initialTask } = race.program;
    this.race = race;
    this.kernel = kernel.id;
    this.#machine = model.createMachine({ kernel, arch, index, system, limits, completeAccesses, assume: 'untouched' });
    this.#machine.boot(initialTask);
    this.#names = new Map();
    this.setUp = race.setUp.map((item) => this.#setUp(item));
    this.#rows = this.#machine.view(initialTask).maps();
    for (const [at, { name }] of race.threads.entries()) this.#spawn(name, at);
    this.#machine.record(true);
    this.#start = this.#machine.mark();
    this.#disputed = touching(this.#rows, race.disputed);
    this.#hasOneWriter = race.threads.filter(({ calls }) => !calls.every(isReader)).length <= 1;
  }

  /** The threads that change nothing. */
  get readers(): number[] {
    return this.race.threads.flatMap(({ calls }, at) => (calls.every(isReader) ? [at] : []));
  }

  /** Runs one schedule; null where it was given up. */
  run(choose: Choose): ModelOutcome | null {
    const machine = this.#machine;
    machine.trace(this.#tracer());
    machine.control(this.#control());
    machine.takeViolations();
    this.#runners = this.race.threads.map((thread) => new Runner(thread));
    this.#stack = [];
    this.#order = '';
    this.#isOver = false;
    this.#choose = choose;
    this.#seen = machine.mark();
    try {
      while (this.#goOn());
      return this.#outcome();
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error;
      return null;
    } finally {
      machine.trace(null);
      for (const { running } of this.#runners) running?.return({ kind: 'none' });
      machine.control(null);
      machine.seek(this.#start);
    }
  }

  #setUp(item: CallItem): string {
    const { name, args, binds } = item;
    const result = drain(
      this.#machine.call(this.race.program.initialTask, { name, args, recorded: undefined }, this.#lookUp),
    );
    if (binds !== undefined && result.kind === 'value') this.#names.set(binds, result.value);
    return formatResult(result, RETURNS_ADDRESS.has(name) ? 'address' : 'number');
  }

  readonly #lookUp = (name: string): bigint | undefined => this.#names.get(name) ?? unitsOf(this.race.program)(name);

  /** A thread of the address space; its task has a number, for tasks that a log names have. */
  #spawn(name: string, at: number): void {
    const { initialTask } = this.race.program;
    if (name === initialTask) return;
    const flags = { kind: 'int', value: CLONE_VM_THREAD } as const;
    const recorded = { kind: 'value', value: BigInt(FIRST_PID + at) } as const;
    drain(this.#machine.call(initialTask, { name: 'clone', args: [flags], recorded }, this.#lookUp));
  }

  #taskOf(at: number): string {
    const name = this.race.threads[at]?.name ?? '';
    return name === this.race.program.initialTask ? name : String(FIRST_PID + at);
  }

  /** Lets somebody go on who is in no section. False where everybody is done. */
  #goOn(): boolean {
    const at = this.#chosen(null);
    if (at === null) return false;
    this.#advance(at);
    return true;
  }

  /** Who goes on: a thread outside of sections, or the one in whose section we are, if it can. Null where everybody is done. */
  #chosen(inside: number | null, isAble = true): number | null {
    const others = [...this.#runners.keys()].filter(
      (at) => !this.#stack.includes(at) && this.#runners[at]?.isAble === true,
    );
    const undisputed = others.find((at) => this.#isUndisputed(at));
    if (undisputed !== undefined) return undisputed;
    const able = inside !== null && isAble ? [inside, ...others] : others;
    const [only] = able;
    if (only === undefined) {
      if (inside === null && this.#runners.every(({ isDone }) => isDone)) return null;
      // Everybody waits for somebody in whose section this one is nested: other schedules have this order.
      return this.#giveUp();
    }
    if (able.length === 1) return only;
    const chosen = this.#choose({ able, inside, text: () => this.#text() });
    return chosen ?? this.#giveUp();
  }

  #giveUp(): never {
    this.#isOver = true;
    throw new GivenUp();
  }

  #advance(at: number): void {
    const runner = this.#runners[at];
    const { item } = runner ?? {};
    if (runner === undefined || item === undefined) throw new RangeError(`thread ${at} is done`);
    const { name, args } = item;
    runner.running ??= this.#machine.call(this.#taskOf(at), { name, args, recorded: undefined }, this.#lookUp);
    this.#stack.push(at);
    this.#note(at);
    const turn = runner.running.next();
    this.#stack.pop();
    this.#seen = this.#machine.mark();
    if (turn.done === true) {
      runner.given.push(this.#given(item, turn.value));
      runner.call++;
      runner.begin();
      return;
    }
    runner.ready = turn.value.ready;
    runner.seen = turn.value.seen === undefined ? null : `${turn.value.step} ${turn.value.seen}`;
  }

  #given({ name }: CallItem, result: CallResult): Given {
    if (name === 'maps' && result.kind === 'value')
      return { result: null, lines: windowLines(result.listing ?? [], this.race.window) };
    return { result: formatResult(result, RETURNS_ADDRESS.has(name) ? 'address' : 'number'), lines: [] };
  }

  /** A step of whoever is innermost: others may run before it goes on. `shown` is the line that a reader showed. */
  #step(shown?: StepDetail): void {
    const at = this.#stack.at(-1);
    const runner = at === undefined ? undefined : this.#runners[at];
    if (at === undefined || runner === undefined || this.#isOver) return;
    this.#note(at);
    if (shown !== undefined) {
      runner.shown += ` ${Object.values(shown).join('-')}`;
      runner.shownEnd = BigInt(shown['end'] ?? 0n);
    }
    // A reader is done with its look, or holds the lock: nobody could come in before its next point.
    if (runner.isReading) return;
    const mark = this.#machine.mark();
    if (mark === this.#seen && this.#hasOneWriter) return;
    this.#seen = mark;
    for (let next = this.#chosen(at); next !== null && next !== at; next = this.#chosen(at)) this.#advance(next);
  }

  /**
   * Whether nothing that the others do could matter to what a thread does next, so that it goes on at once: it reads maps VMA by
   * VMA, and the one that it comes to is not disputed.
   */
  #isUndisputed(at: number): boolean {
    const runner = this.#runners[at];
    if (runner?.item?.name !== 'maps' || runner.seen === null) return false;
    const { start, end } = this.#disputed;
    const next = this.#rows.find((row) => row.end > runner.shownEnd);
    return runner.shownEnd >= end || (next !== undefined && next.end <= start);
  }

  #note(at: number): void {
    const runner = this.#runners[at];
    if (runner === undefined) return;
    runner.steps++;
    if (!runner.isReading && !this.#order.endsWith(` ${at}`)) this.#order += `:${this.#positions()} ${at}`;
  }

  /** Where those stand that change something. */
  #positions(): string {
    return this.#runners.map((runner) => (runner.isReading ? '' : `${runner.call}.${runner.steps}`)).join(' ');
  }

  #tracer(): Tracer {
    return {
      enter: () => this.#step(),
      exit: () => this.#step(),
      step: (name, detail) => this.#step(name === 'show_map' ? detail?.read() : undefined),
      tracepoint: () => this.#step(),
    };
  }

  #control(): StepControl {
    return {
      fails: () => false,
      waitUntil: (_what, ready) => {
        const at = this.#stack.at(-1) ?? null;
        while (!this.#isOver && !ready()) this.#advance(this.#chosen(at, false) ?? -1);
      },
    };
  }

  #text(): string {
    return `${this.#stack.join(' ')}\n${this.#order}\n${this.#runners.map(({ text }) => text).join('\n')}`;
  }

  #outcome(): ModelOutcome {
    const { race } = this;
    const given = new Map(
      this.#runners.flatMap(({ calls, given: all }) => calls.map((call, at) => [call, all[at]] as const)),
    );
    const rest = this.#machine.view(race.program.initialTask).maps().map(formatMapsRow);
    return {
      lines: outcomeLines(race, (call) => given.get(call), windowLines(rest, race.window)),
      violations: this.#machine.takeViolations(),
      broken: this.#machine.validate(),
    };
  }
}
