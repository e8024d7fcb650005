/**
 * The flat model: a small, honest model behind the same contract as ours, for tests of who plays programs and for who
 * wants to see what a model needs. Its history is a list of immutable states, and a mark is an index into it.
 */

import {
  ENOMEM,
  errno,
  hex,
  ready,
  type Architecture,
  type Assumption,
  type CallResult,
  type Change,
  type Environment,
  type Inference,
  type InitialState,
  type Machine,
  type MachineConfig,
  type Mark,
  type MmView,
  type Model,
  type ModelCall,
  NotModelled,
  type RunningCall,
  type StepControl,
  type TaskName,
  type Tracer,
} from '@mm-playground/api';
import { argument, FLAT_CALLS, mmOf, withMm, type FlatCall, type FlatState } from './flat-calls.ts';
import { FLAT_FAILURES } from './flat-failures.ts';
import { flatMm, isMapped, PAGE, withRange, type FlatMm, type FlatRange } from './flat-mm.ts';
import { flatView } from './flat-view.ts';
import { FLAT_KERNEL, FLAT_LOSSY_KERNEL } from './flat-parts.ts';

/** The flat model, as a plugin contributes it. */
export const flatModel: Model = {
  id: 'flat',
  title: 'A flat model: ranges, and nothing inside',
  kernels: [FLAT_KERNEL],
  support: () => Object.keys(FLAT_CALLS).map((call) => ({ call, level: 'modelled' })),
  createMachine: (config) => new FlatMachine(config),
};

const EMPTY: FlatState = { tasks: new Map(), mms: new Map(), nextMm: 1, adopted: undefined };

interface FlatAssumption extends Assumption {
  readonly apply: (call: FlatCall) => FlatState;
}

class FlatMachine implements Machine {
  readonly #arch: Architecture;
  #history: FlatState[] = [EMPTY];
  #at = 0;
  #recording = false;
  #tracer: Tracer | null = null;
  #inferences: Inference[] = [];
  #control: StepControl | null = null;
  readonly #lossy: boolean;

  constructor({ arch, kernel }: MachineConfig) {
    this.#arch = arch;
    this.#lossy = kernel === FLAT_LOSSY_KERNEL;
  }

  get #state(): FlatState {
    return this.#history[this.#at] ?? EMPTY;
  }

  get tasks(): FlatState['tasks'] {
    return this.#state.tasks;
  }

  adopt(task: TaskName, state: InitialState): void {
    this.#start(task, flatMm((state.maps ?? []).map(({ row }) => row)));
  }
  boot(task: TaskName): void {
    this.#start(task, flatMm([]));
  }
  bootUnknown(task: TaskName): void {
    this.#start(task, flatMm([], true));
  }

  spawn(thread: TaskName, of: TaskName): void {
    const { tasks } = this.#state;
    this.#set({ ...this.#state, tasks: new Map(tasks).set(thread, { mm: tasks.get(of)?.mm ?? -1 }) });
  }

  *call(task: TaskName, call: ModelCall, names: Environment): RunningCall {
    const make = FLAT_CALLS[call.name];
    if (make === undefined) throw new NotModelled(call.name);
    const flat: FlatCall = { state: this.#state, task, call, names };
    const failed = FLAT_FAILURES[call.name]?.find(({ step }) => this.#control?.fails(step) === true);
    const { state, result }: { readonly state: FlatState; readonly result: CallResult } =
      failed === undefined
        ? make(flat)
        : { state: failed.left(flat, this.#lossy), result: { kind: 'errno', errno: ENOMEM } };
    this.#tracer?.enter(`sys_${call.name}`);
    yield { step: 'mmap_write_lock', mm: this.#state.tasks.get(task)?.mm ?? 0 };
    if (state !== this.#state) {
      this.#set(state);
      this.#tracer?.step('store', ready({ ranges: state.mms.size }));
    }
    if (call.name === 'munmap')
      this.#tracer?.tracepoint(ready({ system: 'tlb', name: 'tlb_flush', reason: 'local shootdown', pages: 1 }));
    this.#tracer?.exit(ready(shown(result)));
    return result;
  }

  alternatives(task: TaskName, call: ModelCall, names: Environment): readonly FlatAssumption[] {
    const flat: FlatCall = { state: this.#state, task, call, names };
    if (call.name === 'mmap') return adoptedAddress(call);
    return mmOf(flat).unknown && call.name === 'mprotect' ? unknownRange(flat) : [];
  }

  assume(task: TaskName, assumption: Assumption): void {
    const { apply } = assumption as FlatAssumption;
    this.#set(
      apply({ state: this.#state, task, call: { name: '', args: [], recorded: undefined }, names: () => undefined }),
    );
  }

  takeInferences(): readonly Inference[] {
    const inferences = this.#inferences;
    this.#inferences = [];
    return inferences;
  }

  trace(tracer: Tracer | null): void {
    this.#tracer = tracer;
  }

  control(control: StepControl | null): void {
    this.#control = control;
  }

  drive(task: TaskName, fd: number, kind: string): void {
    throw new RangeError(`${task} has no descriptor ${fd} for a driver ${kind}`);
  }

  takeViolations(): readonly [] {
    return [];
  }

  record(on: boolean): void {
    this.#recording = on;
    this.#history = [this.#state];
    this.#at = 0;
  }

  mark(): Mark {
    return this.#at;
  }

  seek(mark: Mark): void {
    if (this.#history[mark] === undefined) throw new RangeError(`${mark} is not a position of this history`);
    this.#at = mark;
  }

  branch(): void {
    this.#history.length = this.#at + 1;
  }

  fingerprint(): string {
    const { tasks, mms } = this.#state;
    const shown = [...mms].map(([id, { ranges, written }]) => [
      id,
      ranges.map(shapeOf).join(' '),
      [...written].join(' '),
    ]);
    return [...tasks]
      .map(([name, { mm }]) => `${name} ${mm}`)
      .concat(shown.map((mm) => mm.join(' ')))
      .join('\n');
  }

  changes(from: Mark, to: Mark): readonly Change[] {
    const [before, after] = [shapesOf(this.#history[from] ?? EMPTY), shapesOf(this.#history[to] ?? EMPTY)];
    return [...new Set([...before.keys(), ...after.keys()])]
      .filter((object) => before.get(object) !== after.get(object))
      .map((object) => ({ object, field: 'range', before: before.get(object), after: after.get(object) }));
  }

  view(task: TaskName): MmView {
    const { tasks, mms } = this.#state;
    const id = tasks.get(task)?.mm;
    const mm = id === undefined ? undefined : mms.get(id);
    if (id === undefined || mm === undefined) throw new RangeError(`there is no task "${task}"`);
    const sharing = [...tasks].filter(([, other]) => other.mm === id).map(([name]) => name);
    return flatView(id, mm, this.#arch, sharing);
  }

  reconcile(task: TaskName, maps: Parameters<Machine['reconcile']>[1]): void {
    const call: FlatCall = {
      state: this.#state,
      task,
      call: { name: '', args: [], recorded: undefined },
      names: () => undefined,
    };
    const stack = mmOf(call).ranges.find(({ name }) => name === '[stack]');
    const shown = maps.find(({ name, end }) => name === '[stack]' && end === stack?.end);
    if (stack === undefined || shown === undefined || shown.start >= stack.start) return;
    this.#inferences.push({ kind: 'stack grown', what: `the stack grew down to ${hex(shown.start)}` });
    this.#set(withMm(call, withRange(mmOf(call), { ...stack, start: shown.start })));
  }

  validate(): readonly string[] {
    return [];
  }

  #start(task: TaskName, mm: FlatMm): void {
    const { tasks, mms, nextMm } = this.#state;
    this.#set({
      ...this.#state,
      tasks: new Map(tasks).set(task, { mm: nextMm }),
      mms: new Map(mms).set(nextMm, mm),
      nextMm: nextMm + 1,
    });
  }

  #set(state: FlatState): void {
    this.branch();
    if (this.#recording) this.#at = this.#history.push(state) - 1;
    else this.#history[this.#at] = state;
  }
}

/** A mapping went where the log says. */
function adoptedAddress({ recorded }: ModelCall): FlatAssumption[] {
  if (recorded?.kind !== 'value') return [];
  const { value } = recorded;
  const inference: Inference = { kind: 'adopted address', what: `the kernel chose ${hex(value)}` };
  return [{ inference, apply: ({ state }) => ({ ...state, adopted: value }) }];
}

/** What the log never mapped was there before. */
function unknownRange(call: FlatCall): FlatAssumption[] {
  const [start, end] = [argument(call, 0), argument(call, 0) + ((argument(call, 1) + PAGE - 1n) / PAGE) * PAGE];
  if (isMapped(mmOf(call), start, end)) return [];
  const range = { start, end, perms: '---p', name: 'unknown' };
  const inference: Inference = { kind: 'unknown range', what: `${hex(start)}-${hex(end)} was mapped before the log` };
  return [{ inference, apply: (now) => withMm(now, withRange(mmOf(now), range)) }];
}

const shapeOf = ({ start, end, perms, name }: FlatRange): string => `${hex(start)}-${hex(end)} ${perms} ${name}`;

const shown = (result: CallResult): bigint | string =>
  result.kind === 'value' ? result.value : result.kind === 'errno' ? errno(result.errno.name).name : result.kind;

const shapesOf = ({ mms }: FlatState): Map<string, string> =>
  new Map(
    [...mms].flatMap(([id, { ranges }]) =>
      ranges.map(({ start, end, perms }): [string, string] => [`mm#${id} ${hex(start)}`, `${hex(end)} ${perms}`]),
    ),
  );
