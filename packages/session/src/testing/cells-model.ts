/**
 * The cells model: a machine with nothing but numbered cells, for tests of who schedules races. Its calls are chosen so that
 * the interleavings can be counted by hand, and so that some of them go wrong:
 *
 * - `look(n)`: a reader that looks n times, and forgets what it saw;
 * - `read(c)`: reads a cell in one look, and returns it;
 * - `spin(c)`: looks until the cell is not 0;
 * - `put(c, x)`: one look, then writes;
 * - `inc(c)`: reads in one look and writes in the next, as a program without locks does;
 * - `bump(c, n)`: a lock section under a lock of the whole machine, that adds 1 to a cell in each of n steps;
 * - `swap(c)`: a lock section without a lock that shows 0 in a cell for a step: a gap. `peek(c)` finds it;
 * - `hold(c)`: a reader that holds a cell; `seize(c)`: a lock section that waits for those who hold it;
 * - `lock(c)` and `unlock(c)`: for deadlocks; `crash()`: where the kernel stops.
 *
 * What a section remembers of the cells it shows in its steps: that is how its state is told.
 *
 * A session hands only calls on to a model that concern memory, so in programs they go by names of such calls.
 */

import {
  evaluate,
  KernelBug,
  ready,
  NotModelled,
  type CallPoint,
  type Environment,
  type Machine,
  type Mark,
  type Model,
  type ModelCall,
  type RunningCall,
  type StepControl,
  type TaskName,
  type Tracer,
  type Violation,
} from '@mm-playground/api';
import { FLAT_KERNEL } from './flat-parts.ts';

/** The cells model, as a plugin contributes it. */
export const cellsModel: Model = {
  id: 'cells',
  title: 'Cells',
  kernels: [{ ...FLAT_KERNEL, model: 'cells' }],
  support: () => [],
  createMachine: () => new CellsMachine(),
};

/** Under which name a program makes a call of the cells model. */
export const CELL_CALLS = {
  look: 'mincore',
  read: 'load',
  spin: 'query',
  put: 'store',
  inc: 'mprotect',
  bump: 'mmap',
  swap: 'mremap',
  peek: 'walk',
  hold: 'fetch',
  seize: 'munmap',
  lock: 'mlock',
  unlock: 'munlock',
  crash: 'brk',
} as const;

type Cells = Readonly<Record<string, number>>;

const refuse = (what: string) => (): never => {
  throw new NotModelled(what);
};

class CellsMachine implements Machine {
  readonly #tasks = new Map<TaskName, { readonly mm: number }>();
  #history: Cells[] = [{}];
  #at = 0;
  #tracer: Tracer | null = null;
  #control: StepControl | null = null;
  #violations: Violation[] = [];

  get tasks(): ReadonlyMap<TaskName, { readonly mm: number }> {
    return this.#tasks;
  }

  readonly adopt = refuse('adopt');
  readonly drive = refuse('drive');
  readonly alternatives = (): readonly [] => [];
  readonly assume = refuse('assume');
  readonly takeInferences = (): readonly [] => [];
  readonly view = refuse('view');
  readonly reconcile = refuse('reconcile');
  readonly changes = refuse('changes');

  boot(task: TaskName): void {
    this.#tasks.set(task, { mm: 1 });
  }
  bootUnknown(task: TaskName): void {
    this.boot(task);
  }
  spawn(thread: TaskName): void {
    this.boot(thread);
  }

  call(_task: TaskName, call: ModelCall, names: Environment): RunningCall {
    const [cell = 0, other = 0] = call.args.map((arg) => Number(evaluate(arg, names)));
    const make = this.#calls[call.name];
    if (make === undefined) throw new NotModelled(call.name);
    return make(cell, other);
  }

  readonly #calls: Readonly<Partial<Record<string, (a: number, b: number) => RunningCall>>> = {
    [CELL_CALLS.look]: (n) => this.#look(n),
    [CELL_CALLS.read]: (cell) => this.#read(cell),
    [CELL_CALLS.spin]: (cell) => this.#spin(cell),
    [CELL_CALLS.put]: (cell, x) => this.#put(cell, x),
    [CELL_CALLS.inc]: (cell) => this.#inc(cell),
    [CELL_CALLS.bump]: (cell, n) => this.#bump(cell, n),
    [CELL_CALLS.swap]: (cell) => this.#swap(cell),
    [CELL_CALLS.peek]: (cell) => this.#peek(cell),
    [CELL_CALLS.hold]: (cell) => this.#hold(cell),
    [CELL_CALLS.seize]: (cell) => this.#seize(cell),
    [CELL_CALLS.lock]: (cell) => this.#lock(cell),
    [CELL_CALLS.unlock]: (cell) => this.#unlock(cell),
    [CELL_CALLS.crash]: () => this.#crash(),
  };

  *#look(n: number): RunningCall {
    for (let at = 0; at < n; at++) yield point('look', { seen: String(at) });
    return value(0);
  }

  *#read(cell: number): RunningCall {
    yield point('read', { seen: '' });
    return value(this.#get(cell));
  }

  *#spin(cell: number): RunningCall {
    do yield point('spin', { seen: '' });
    while (this.#get(cell) === 0);
    return value(0);
  }

  *#put(cell: number, x: number): RunningCall {
    yield point('put');
    this.#set(cell, x);
    return value(0);
  }

  *#inc(cell: number): RunningCall {
    yield point('read', { seen: '' });
    const seen = this.#get(cell);
    yield point('write', { seen: String(seen) });
    this.#set(cell, seen + 1);
    return value(seen + 1);
  }

  *#bump(cell: number, n: number): RunningCall {
    yield point('lock', { ready: () => this.#get(LOCK) === 0 });
    this.#set(LOCK, 1);
    this.#tracer?.enter('bump');
    for (let at = 0; at < n; at++) {
      this.#set(cell, this.#get(cell) + 1);
      this.#tracer?.step('add');
    }
    this.#tracer?.exit();
    this.#set(LOCK, 0);
    return value(this.#get(cell));
  }

  *#swap(cell: number): RunningCall {
    yield point('swap');
    const before = this.#get(cell);
    this.#tracer?.enter('swap', ready({ before }));
    this.#set(cell, 0);
    this.#tracer?.step('cleared');
    this.#set(cell, before + 1);
    this.#tracer?.step('stored');
    this.#tracer?.step('idle');
    this.#tracer?.exit();
    return value(0);
  }

  *#peek(cell: number): RunningCall {
    yield point('peek', { seen: '' });
    const found = this.#get(cell);
    if (found === 0) this.#violations.push({ property: 'no-gap', what: `cell ${cell} is empty` });
    return value(found);
  }

  *#hold(cell: number): RunningCall {
    yield point('take', { seen: '', ready: () => this.#get(SEIZED + cell) === 0 });
    this.#set(HELD + cell, this.#get(HELD + cell) + 1);
    yield point('use', { seen: '' });
    this.#set(HELD + cell, this.#get(HELD + cell) - 1);
    return value(this.#get(cell));
  }

  *#seize(cell: number): RunningCall {
    yield point('seize');
    this.#tracer?.enter('seize');
    this.#set(SEIZED + cell, 1);
    this.#control?.waitUntil('drain', () => this.#get(HELD + cell) === 0);
    this.#set(cell, this.#get(cell) + 1);
    this.#tracer?.step('seized');
    this.#set(SEIZED + cell, 0);
    this.#tracer?.exit();
    return value(0);
  }

  *#lock(cell: number): RunningCall {
    yield point('lock', { seen: '', ready: () => this.#get(cell) === 0 });
    this.#set(cell, 1);
    return value(0);
  }

  *#unlock(cell: number): RunningCall {
    yield point('unlock', { seen: '' });
    this.#set(cell, 0);
    return value(0);
  }

  *#crash(): RunningCall {
    yield point('crash');
    throw new KernelBug('BUG: crash');
  }

  #get(cell: number): number {
    return this.#history[this.#at]?.[cell] ?? 0;
  }

  #set(cell: number, x: number): void {
    const now = { ...this.#history[this.#at], [cell]: x };
    this.branch();
    this.#at = this.#history.push(now) - 1;
  }

  takeViolations(): readonly Violation[] {
    const violations = this.#violations;
    this.#violations = [];
    return violations;
  }
  trace(tracer: Tracer | null): void {
    this.#tracer = tracer;
  }
  control(control: StepControl | null): void {
    this.#control = control;
  }
  record(): void {
    this.#history = [this.#history[this.#at] ?? {}];
    this.#at = 0;
  }
  mark(): Mark {
    return this.#at;
  }
  seek(mark: Mark): void {
    this.#at = mark;
  }
  branch(): void {
    this.#history.length = this.#at + 1;
  }
  fingerprint(): string {
    const cells = Object.entries(this.#history[this.#at] ?? {}).filter(([, x]) => x !== 0);
    return cells.map(([cell, x]) => `${cell}=${x}`).join(' ');
  }

  /** At rest, cell 9 must be even. */
  validate(): readonly string[] {
    return this.#get(ODD) % 2 === 0 ? [] : [`cell ${ODD} is odd`];
  }
}

const LOCK = 1000;
const HELD = 2000;
const SEIZED = 3000;
const ODD = 9;

const value = (x: number) => ({ kind: 'value', value: BigInt(x) }) as const;
const point = (step: string, more: Partial<CallPoint> = {}): CallPoint => ({ step, mm: 1, ...more });
