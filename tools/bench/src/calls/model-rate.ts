/** The model at its own door (the `Machine` contract): with nobody listening, with its history kept, with every step recorded. */

import { drain, NO_SYSTEM_FACTS, type ArgValue, type Machine, type ModelCall } from '@mm-playground/api';
import { x8664 } from '@mm-playground/arch-x86-64';
import { linuxModel, v6_18 } from '@mm-playground/core';
import { mapleIndex } from '@mm-playground/maple-tree';
import { Recorder } from '@mm-playground/session';
import { crowd, LOOPS, type Argument, type BenchCall } from './operations.ts';
import type { Rates, Turns } from './rates.ts';

/** The best of them counts: the first ones are compiled while they run. */
const ROUNDS = 9;
const TASK = 'bench';
const PAGE = 4096n;
const EVERYTHING = { start: 0n, end: 1n << 47n };

/** What the model keeps besides its present state: its history too, or each step of each call besides. */
export type Kept = 'nothing' | 'history' | 'steps';

/** A machine with a heap, and the calls of the loops on it. */
class Bench {
  readonly machine: Machine;
  readonly #breakAtStart: bigint;
  #children = 0;

  constructor() {
    this.machine = linuxModel.createMachine({
      kernel: v6_18,
      arch: x8664.configure({}),
      index: mapleIndex,
      system: NO_SYSTEM_FACTS,
      limits: {},
      completeAccesses: [EVERYTHING],
      assume: 'untouched',
    });
    this.machine.boot(TASK);
    this.machine.record(false);
    const start = this.#value(TASK, modelCall('brk', [0n]));
    this.#breakAtStart = this.#value(TASK, modelCall('brk', [start + PAGE]));
  }

  /** The calls as the machine takes them; the kernel's loop, too, has its arguments at hand. */
  prepare(calls: readonly BenchCall[]): ModelCall[] {
    return calls.map(({ name, args }) =>
      modelCall(
        name,
        args.map((argument) => this.#number(argument)),
      ),
    );
  }

  make(call: ModelCall): void {
    if (call.name === 'fork') this.#forkAndExit();
    else this.#value(TASK, call);
  }

  /** The child has the name that a log would give it. */
  #forkAndExit(): void {
    const child = BigInt(1000 + this.#children++);
    this.#value(TASK, { ...modelCall('fork', []), recorded: { kind: 'value', value: child } });
    drain(this.machine.call(String(child), EXIT, NO_NAMES));
  }

  #number(argument: Argument): bigint {
    return typeof argument === 'bigint' ? argument : this.#breakAtStart + argument.aboveBreak;
  }

  #value(task: string, call: ModelCall): bigint {
    const result = drain(this.machine.call(task, call, NO_NAMES));
    if (result.kind !== 'value') throw new Error(`${call.name}: ${JSON.stringify(result)}`);
    return result.value;
  }
}

const NO_NAMES = (): undefined => undefined;
const modelCall = (name: string, args: readonly bigint[]): ModelCall => ({
  name,
  args: args.map((value): ArgValue => ({ kind: 'int', value })),
  recorded: undefined,
});
const EXIT = modelCall('exit_group', [0n]);

/** Nanoseconds of CPU a turn of each loop, beside so many other VMAs. */
export function modelRates(vmas: number, turns: Turns, kept: Kept): Rates {
  const bench = new Bench();
  for (const call of bench.prepare(crowd(vmas))) bench.make(call);
  return new Map(
    LOOPS.map((loop) => {
      for (const call of bench.prepare(loop.setup)) bench.make(call);
      const calls = bench.prepare(loop.calls);
      const times = Array.from({ length: ROUNDS }, () => {
        // The history of a round is let go of before the next one.
        bench.machine.record(false);
        bench.machine.record(kept !== 'nothing');
        const begin = process.cpuUsage();
        const count = turns(loop);
        for (let turn = 0; turn < count; turn++) {
          // A session records the steps of each call; those of one turn are kept together.
          if (kept === 'steps') bench.machine.trace(new Recorder(() => bench.machine.mark()));
          for (const call of calls) bench.make(call);
        }
        // Of all threads: the garbage collector's and the compiler's, too.
        const { user, system } = process.cpuUsage(begin);
        return ((user + system) * 1000) / count;
      });
      return [loop.name, Math.min(...times)];
    }),
  );
}
