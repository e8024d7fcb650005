import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Deferred, type StepDetail, type StepValue, type Tracepoint, type Tracer } from '@mm-playground/api';
import { at, mmOf, PAGE, type Strip } from '../testing/strip.ts';
import { anyCalls, START } from '../testing/random-calls.ts';

/** One thing that was told, and what it said at once. */
interface Told {
  readonly name: string;
  readonly said: unknown;
  readonly deferred: Deferred<unknown> | undefined;
}

/** Has a machine tell its steps into a list. */
function listen({ machine }: Strip): Told[] {
  const told: Told[] = [];
  const hear = (name: string, deferred: Deferred<StepDetail | StepValue | Tracepoint | undefined> | undefined): void =>
    void told.push({ name, said: deferred?.read(), deferred });
  const tracer: Tracer = {
    enter: hear,
    exit: (result) => hear('return', result),
    step: hear,
    tracepoint: (event) => hear('tracepoint', event),
  };
  machine.trace(tracer);
  return told;
}

const said = (told: readonly Told[], name: string): unknown => told.find((each) => each.name === name)?.said;

describe('what a step shows', () => {
  it('are addresses where procedures have page numbers, and names where they have objects', () => {
    const mm = mmOf('www');
    const told = listen(mm);
    mm.mprotect(1, 1, 'r');
    expect(said(told, 'do_mprotect_pkey')).toEqual({ addr: at(1), len: PAGE, prot: 1n });
    expect(said(told, '__split_vma')).toMatchObject({ vma: 'vma#5', addr: at(1) });
    expect(said(told, 'mprotect_fixup')).toMatchObject({ start: at(1), end: at(2) });
    expect(told.filter(({ name }) => name === 'return').map(({ said: result }) => result)).toContain('NULL');
  });

  it('reads the same whenever it is read', () => {
    fc.assert(
      fc.property(anyCalls(12), (calls) => {
        const mm = mmOf(START);
        const told = listen(mm);
        for (const call of calls) call.run(mm);
        for (const { said: atOnce, deferred } of told) expect(deferred?.read()).toEqual(atOnce);
      }),
      { seed: 618, numRuns: 40 },
    );
  });
});
