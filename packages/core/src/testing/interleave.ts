/**
 * A machine on which a writer's call and readers run beside each other as a plan says: a number for each step of the writer, how
 * many looks the readers have before it goes on. What is left of the readers runs at the end.
 */

import {
  NO_SYSTEM_FACTS,
  drain,
  type ArgValue,
  type CallResult,
  type Machine,
  type RunningCall,
  type StepControl,
  type Tracer,
  type Violation,
} from '@mm-playground/api';
import { x8664 } from '@mm-playground/arch-x86-64';
import { mapleIndex } from '@mm-playground/maple-tree';
import type { KernelGeneration } from '../generation.ts';
import { linuxModel } from '../plugin.ts';

/** A call: its name and its arguments, text for strings. */
export type PlainCall = readonly [name: string, ...args: (number | bigint | string)[]];

const argOf = (arg: number | bigint | string): ArgValue =>
  typeof arg === 'string'
    ? { kind: 'string', value: arg, abbreviated: false }
    : { kind: 'int', value: BigInt.asUintN(64, BigInt(arg)) };

/** What is run, and in which order. */
export interface Interleaving {
  readonly kernel: KernelGeneration;
  readonly setUp: readonly PlainCall[];
  readonly writer: PlainCall;
  readonly readers: readonly PlainCall[];
  readonly plan: readonly number[];
}

/** What came of it. */
export interface Interleaved {
  readonly writer: CallResult;
  readonly readers: readonly CallResult[];
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
    const flags = argOf(0x10100);
    drain(machine.call('writer', { name: 'clone', args: [flags], recorded }, () => undefined));
  }
  return machine;
}

const begin = (machine: Machine, task: string, [name, ...args]: PlainCall): RunningCall =>
  machine.call(task, { name, args: args.map(argOf), recorded: undefined }, () => undefined);

/** Runs it. */
export function interleave({ kernel, setUp, writer, readers, plan }: Interleaving): Interleaved {
  const machine = machineAfter(kernel, setUp, readers.length);
  const queue = new ReaderQueue(readers.map((call, i) => begin(machine, String(100 + i), call)));
  let step = 0;
  const turn = (): void => {
    if (!queue.isLooking) queue.look(plan[step++] ?? 0);
  };
  const tracer: Tracer = { enter: turn, exit: turn, step: turn, tracepoint: turn };
  const control: StepControl = {
    fails: () => false,
    waitUntil: (what, ready) => {
      while (!ready()) if (!queue.look(1)) throw new Error(`${what}: deadlock`);
    },
  };
  machine.trace(tracer);
  machine.control(control);
  const call = begin(machine, 'writer', writer);
  const result = drain(call);
  while (queue.look(1));
  machine.trace(null);
  machine.control(null);
  return { writer: result, readers: queue.results(), violations: machine.takeViolations(), broken: machine.validate() };
}

/** Readers under way, that take turns. */
class ReaderQueue {
  /** A reader runs: its own steps are nobody's turn. */
  isLooking = false;
  readonly #readers: { readonly call: RunningCall; result?: CallResult; ready?: (() => boolean) | undefined }[];

  constructor(calls: readonly RunningCall[]) {
    this.#readers = calls.map((call) => ({ call }));
  }

  /** As many looks, of whoever is first and can. False where nobody could. */
  look(times: number): boolean {
    for (let i = 0; i < times; i++) {
      const next = this.#readers.find(({ result, ready }) => result === undefined && ready?.() !== false);
      if (next === undefined) return false;
      this.isLooking = true;
      const { done, value } = next.call.next();
      this.isLooking = false;
      if (done === true) next.result = value;
      else next.ready = value.ready;
      this.#readers.push(...this.#readers.splice(this.#readers.indexOf(next), 1));
    }
    return true;
  }

  results(): CallResult[] {
    return this.#readers.flatMap(({ result }) => result ?? []);
  }
}
