/** The kernel kit must be able to fail: each mutant here is the model with one mistake, and some property has to find it. */

import type { CallResult, Machine, Model, RunningCall } from '@mm-playground/api';
import { x8664 } from '@mm-playground/arch-x86-64';
import { casesOf, kernelProperties } from '@mm-playground/api/testing';
import { mapleIndex } from '@mm-playground/maple-tree';
import { describe, expect, it } from 'vitest';
import { linuxModel } from '../plugin.ts';
import { v6_18 } from './v6-18.ts';

type Mistake = (machine: Machine) => void;

/** The model with something done to each of its machines. */
const withMachines = (mistake: Mistake): Model => ({
  ...linuxModel,
  createMachine: (config) => {
    const machine = linuxModel.createMachine(config);
    mistake(machine);
    return machine;
  },
});

/** A machine whose calls give something else. */
const giving =
  (change: (name: string, result: CallResult) => CallResult): Mistake =>
  (machine) => {
    const make = machine.call.bind(machine);
    machine.call = function* (task, call, names): RunningCall {
      return change(call.name, yield* make(task, call, names));
    };
  };

const ZERO: CallResult = { kind: 'value', value: 0n };

/** Of all machines. */
let calls = 0;

const MISTAKES: Readonly<Record<string, Model>> = {
  'mremap never fails': withMachines(giving((name, result) => (name === 'mremap' ? ZERO : result))),
  'a result depends on other machines': withMachines(
    giving((name, result) => (name === 'mprotect' && ++calls % 7 === 0 ? ZERO : result)),
  ),
  'it goes nowhere': withMachines((machine) => {
    machine.seek = () => undefined;
  }),
  'it stays when it goes back': withMachines((machine) => {
    const seek = machine.seek.bind(machine);
    machine.seek = (mark) => seek(Math.max(mark, machine.mark()));
  }),
  'an invariant breaks by the way': withMachines((machine) => {
    const validate = machine.validate.bind(machine);
    machine.validate = () => [
      ...validate(),
      ...(machine.view('').counters.locked_vm > 0 ? ['something is locked'] : []),
    ];
  }),
  'fingerprints are all the same': withMachines((machine) => {
    machine.fingerprint = () => '';
  }),
  'what is unknown is ignored': withMachines((machine) => {
    const make = machine.call.bind(machine);
    machine.call = (task, call, names) => (call.name === 'no_such_call' ? silent() : make(task, call, names));
  }),
  'nothing is said of what is refused': {
    ...linuxModel,
    support: (kernel) => linuxModel.support(kernel).map(({ note: _, ...row }) => row),
  },
};

// oxlint-disable-next-line require-yield -- it takes no lock
function* silent(): RunningCall {
  return ZERO;
}

/** What the kit says of each property that a model breaks. */
async function broken(model: Model): Promise<Map<string, string>> {
  const parts = { arch: x8664.configure({}), index: mapleIndex, runs: 10 };
  const found = new Map<string, string>();
  for (const { title, run } of casesOf(kernelProperties(model, v6_18, parts)))
    await run().catch((error: unknown) => found.set(title, String(error)));
  return found;
}

describe('the kernel kit', () => {
  it.each(Object.entries(MISTAKES))('finds that %s', async (_, model) => {
    expect((await broken(model)).size).toBeGreaterThan(0);
  });

  it('draws the smallest script that shows it, as strace would', async () => {
    const found = await broken(MISTAKES['an invariant breaks by the way'] ?? linuxModel);
    expect(found.get('breaks no invariant and finds nothing violated, after any call')).toMatch(
      /smallest example \(seed 1, shrunk \d+ times\):\n(?: {2}\w+\(.*\)\n){1,3}\nbroken: 6\.18 invariants: breaks no/,
    );
  });
});
