/**
 * Directives that steer a program while it is played: drivers are put behind files (`#@ driver FD KIND`) and steps fail
 * (`#@ fail STEP N`), each from where it stands. Schedules are for whoever plays a race.
 */

import { KernelBug, type CallItem, type Machine, type Program, type Steering } from '@mm-playground/api';
import { Failing } from './failing.ts';
import type { Names } from './names.ts';

/** Steers one machine. */
export class Steerer {
  readonly #machine: Machine;
  readonly #names: Names;
  readonly #failing: Failing;
  /** Not reached yet, in the order of lines. */
  readonly #drivers: Steering[];

  constructor(program: Program, machine: Machine, names: Names) {
    this.#machine = machine;
    this.#names = names;
    this.#failing = new Failing(program);
    this.#drivers = program.steering.filter(({ directive }) => directive === 'driver');
    if (this.#failing.isEmpty) return;
    const waitUntil = (step: string): never => {
      throw new KernelBug(`${step} waits for ever`);
    };
    machine.control({ fails: (step) => this.#failing.fails(step), waitUntil });
  }

  /** What stands before a call takes effect. @returns what is wrong with it, or null */
  before({ span, task }: Pick<CallItem, 'span' | 'task'>): string | null {
    this.#failing.reach(span.line);
    for (let next = this.#drivers[0]; next !== undefined && next.span.line < span.line; next = this.#drivers[0]) {
      this.#drivers.shift();
      const [fd = '', kind = ''] = next.words;
      try {
        this.#machine.drive(task, this.#descriptor(fd), kind);
      } catch (error) {
        if (error instanceof RangeError) return `#@ driver of line ${next.span.line}: ${error.message}`;
        throw error;
      }
    }
    return null;
  }

  /** A failure that was asked for and has not come, now that everything was played; null where there is none. */
  missed(): ReturnType<Failing['missed']> {
    return this.#failing.missed();
  }

  /** A number, or the name that a call was given. @throws RangeError where nothing has the name */
  #descriptor(word: string): number {
    if (/^\d+$/.test(word)) return Number(word);
    const value = this.#names.lookUp(word);
    if (value === undefined) throw new RangeError(`nothing is named ${word}`);
    return Number(BigInt.asIntN(64, value));
  }
}
