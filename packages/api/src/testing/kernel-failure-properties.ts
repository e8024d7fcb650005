/**
 * Properties of failing calls: every step that can fail is failed in turn. A kernel may have bugs there, and then its model names
 * them (`Machine.takeViolations()`); what is broken without a word is a bug of the model.
 */

import { expect } from 'vitest';
import { KernelBug } from '../errors.ts';
import type { StepControl } from '../model.ts';
import { MAP, MREMAP, PROT } from '../constants.ts';
import type { KernelBench, Places } from './kernel-bench.ts';
import type { KernelKit } from './kernel-kit.ts';
import { drawCall, drawResult, type PlainCall } from './plain-call.ts';

/** A visit of a step: the n-th time that the call comes to it, from 1. */
interface Visit {
  readonly step: string;
  readonly nth: number;
}

/** Counts visits, and fails one. */
class FailOne implements StepControl {
  readonly visits: Visit[] = [];
  readonly #failing: Visit | null;

  constructor(failing: Visit | null) {
    this.#failing = failing;
  }

  fails(step: string): boolean {
    const nth = this.visits.filter((visit) => visit.step === step).length + 1;
    this.visits.push({ step, nth });
    return step === this.#failing?.step && nth === this.#failing.nth;
  }

  waitUntil(step: string): never {
    throw new KernelBug(`${step} waits for ever`);
  }
}

/** What came of a call of which one step failed. */
interface Failed {
  readonly visits: readonly Visit[];
  readonly result: string;
  /** What is broken afterwards. */
  readonly broken: readonly string[];
  /** Properties that the model itself says this kernel violates. */
  readonly named: readonly string[];
}

function attempt(bench: KernelBench, call: PlainCall, failing: Visit | null): Failed {
  const { machine } = bench;
  const control = new FailOne(failing);
  machine.takeViolations();
  machine.control(control);
  try {
    const result = drawResult(call, bench.call(call));
    const named = machine.takeViolations().map(({ property }) => property);
    return { visits: control.visits, result, broken: machine.validate(), named };
  } finally {
    machine.control(null);
  }
}

const RW = PROT.values.PROT_READ | PROT.values.PROT_WRITE;
const { MAP_PRIVATE, MAP_SHARED, MAP_ANONYMOUS, MAP_FIXED } = MAP.values;
const { MREMAP_MAYMOVE, MREMAP_FIXED } = MREMAP.values;

/** Calls on the furnished arena that have much to allocate. */
const CALLS: Readonly<Record<string, (places: Places) => PlainCall>> = {
  'mmap over mappings': ({ at, size }) => [
    'mmap',
    at(1),
    3n * size,
    RW,
    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
    -1,
    0,
  ],
  'mmap of shared memory': ({ at, size }) => [
    ...(['mmap', at(14), 3n * size, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0] as const),
  ],
  'munmap of a middle': ({ at, size }) => ['munmap', at(1), 7n * size],
  'mprotect that cuts': ({ at, size }) => ['mprotect', at(1), 3n * size, RW],
  'mremap that moves': ({ at, size }) => [
    ...(['mremap', at(7), 2n * size, 2n * size, MREMAP_MAYMOVE | MREMAP_FIXED, at(20)] as const),
  ],
  'mremap that grows': ({ at, size }) => ['mremap', at(10), 2n * size, 4n * size, 0, 0],
  'madvise that cuts': ({ at, size }) => ['madvise', at(0), size, 10n],
  'mlock of a part': ({ at, size }) => ['mlock', at(7), size],
  'a store into fresh memory': ({ at }) => ['store', at(10)],
  fork: () => ['fork'],
};

/** Declares the properties of failures. */
export function failureProperties(kit: KernelKit): void {
  const { it, places, furnished, check } = kit;

  for (const [what, callOf] of Object.entries(CALLS))
    it(`breaks nothing that it does not name, whichever step of ${what} fails`, () => {
      const call = callOf(places);
      const silent = eachFailure(furnished, call, ({ broken, named }) => broken.length > 0 && named.length === 0);
      expect(silent).toEqual([]);
    });

  for (const [what, callOf] of Object.entries(CALLS))
    it(`does ${what} when nothing fails any more, or says why not, whichever step failed before`, () => {
      const call = callOf(places);
      const stuck = eachFailure(furnished, call, ({ named }, bench) => {
        const again = attempt(bench, call, null);
        return again.broken.length > 0 && named.length === 0;
      });
      expect(stuck).toEqual([]);
    });

  it('comes to the same failures when they are failed again', () => {
    const told = (): string[] => Object.values(CALLS).flatMap((callOf) => failuresOf(furnished, callOf(places)));
    expect(told()).toEqual(told());
  });

  it('does what it does without anybody who lets steps fail, where nobody fails any', () => {
    check(8, (script) => {
      const [heeded, alone] = [furnished(), furnished()];
      expect(script.map((call) => attempt(heeded, call, null).result)).toEqual(
        script.map((call) => drawResult(call, alone.call(call))),
      );
    });
  });
}

/** Fails each step of a call in turn, each on a machine of its own; tells those that `isWrong` finds. */
function eachFailure(
  furnished: () => KernelBench,
  call: PlainCall,
  isWrong: (failed: Failed, bench: KernelBench) => boolean,
): string[] {
  const { visits } = attempt(furnished(), call, null);
  return visits.flatMap((visit) => {
    const bench = furnished();
    const failed = attempt(bench, call, visit);
    if (!isWrong(failed, bench)) return [];
    return [`${drawCall(call)}, ${visit.step}#${visit.nth} fails = ${failed.result}: ${failed.broken.join('; ')}`];
  });
}

const failuresOf = (furnished: () => KernelBench, call: PlainCall): string[] =>
  attempt(furnished(), call, null).visits.map((visit) => {
    const { result, broken, named } = attempt(furnished(), call, visit);
    return `${visit.step}#${visit.nth}: ${result} ${[...broken, ...named].join('; ')}`;
  });
