/**
 * A machine on which a writer's call and readers run beside each other as a plan says: a number for each step of the writer, how
 * many looks the readers have before it goes on. What is left of the readers runs at the end.
 */

import {
  NO_SYSTEM_FACTS,
  drain,
  type CallResult,
  type Machine,
  type RunningCall,
  type StepControl,
  type Violation,
} from '@mm-playground/api';
import { modelCallOf, type PlainCall } from '@mm-playground/api/testing';
import { x8664 } from '@mm-playground/arch-x86-64';
import { mapleIndex } from '@mm-playground/maple-tree';
import type { KernelGeneration } from '../kernels/generation.ts';
import { linuxModel } from '../plugin.ts';

/** What is run, and in which order. */
export interface Interleaving {
  readonly kernel: KernelGeneration;
  readonly setUp: readonly PlainCall[];
  readonly writer: PlainCall;
  /** The calls of each reader, one after the other. */
  readonly readers: readonly (readonly PlainCall[])[];
  readonly plan: readonly number[];
}

/** What came of it. */
export interface Interleaved {
  readonly writer: CallResult;
  /** What the calls of each reader gave. */
  readonly readers: readonly (readonly CallResult[])[];
  /** Steps that readers had. */
  readonly seen: readonly string[];
  readonly violations: readonly Violation[];
  /** What validate() says at rest. */
  readonly broken: readonly string[];
}

/** A machine of this kernel, after some calls. Readers are tasks of the same address space. */
function machineAfter(kernel: KernelGeneration, setUp: readonly PlainCall[], readers: number): Machine {
  const facts = { system: NO_SYSTEM_FACTS, limits: {}, completeAccesses: [], assume: 'untouched' } as const;
  const machine = linuxModel.createMachine({ kernel, index: mapleIndex, arch: x8664.configure({}), ...facts });
  machine.boot('writer');
  for (const call of setUp) drain(begin(machine, 'writer', call));
  for (let i = 0; i < readers; i++) {
    const recorded = { kind: 'value', value: BigInt(100 + i) } as const;
    drain(machine.call('writer', { ...modelCallOf(['clone', 0x10100]), recorded }, () => undefined));
  }
  return machine;
}

const begin = (machine: Machine, task: string, call: PlainCall): RunningCall =>
  machine.call(task, modelCallOf(call), () => undefined);

/** Runs it. */
export function interleave({ kernel, setUp, writer, readers, plan }: Interleaving): Interleaved {
  const machine = machineAfter(kernel, setUp, readers.length);
  const queue = new ReaderQueue(machine, readers);
  const seen: string[] = [];
  let at = 0;
  const turn = (): void => {
    if (!queue.isLooking) queue.look(plan[at++] ?? 0);
  };
  const step = (name: string): void => {
    if (queue.isLooking) seen.push(name);
    turn();
  };
  const control: StepControl = {
    fails: () => false,
    waitUntil: (what, ready) => {
      while (!ready()) if (!queue.look(1)) throw new Error(`${what}: deadlock`);
    },
  };
  machine.trace({ enter: step, exit: turn, step, tracepoint: turn });
  machine.control(control);
  const result = drain(begin(machine, 'writer', writer));
  while (queue.look(1));
  machine.trace(null);
  machine.control(null);
  const violations = machine.takeViolations();
  return { writer: result, readers: queue.results, seen, violations, broken: machine.validate() };
}

/** A reader under way. */
interface Reader {
  readonly task: string;
  readonly calls: PlainCall[];
  readonly results: CallResult[];
  running: RunningCall | null;
  ready: (() => boolean) | undefined;
}

/** Readers, that take turns. */
class ReaderQueue {
  /** A reader runs: its own steps are nobody's turn. */
  isLooking = false;
  readonly #machine: Machine;
  readonly #readers: Reader[];
  /** Whose turn it is. */
  #next = 0;

  constructor(machine: Machine, readers: readonly (readonly PlainCall[])[]) {
    this.#machine = machine;
    this.#readers = readers.map((calls, i) => ({
      task: String(100 + i),
      calls: [...calls],
      results: [],
      running: null,
      ready: undefined,
    }));
  }

  /** As many looks, in turn, of those who can. False where nobody could. */
  look(times: number): boolean {
    for (let i = 0; i < times; i++) {
      const order = this.#readers.map((_, k) => this.#readers[(this.#next + k) % this.#readers.length]);
      const reader = order.find((each) => each !== undefined && isAble(each));
      if (reader === undefined) return false;
      this.#advance(reader);
      this.#next = this.#readers.indexOf(reader) + 1;
    }
    return true;
  }

  #advance(reader: Reader): void {
    const call = reader.calls[0];
    reader.running ??= call === undefined ? null : begin(this.#machine, reader.task, call);
    if (reader.running === null) return;
    this.isLooking = true;
    const { done, value } = reader.running.next();
    this.isLooking = false;
    reader.ready = done === true ? undefined : value.ready;
    if (done !== true) return;
    reader.results.push(value);
    reader.calls.shift();
    reader.running = null;
  }

  get results(): CallResult[][] {
    return this.#readers.map(({ results }) => results);
  }
}

const isAble = ({ calls, ready }: Reader): boolean => calls.length > 0 && ready?.() !== false;
