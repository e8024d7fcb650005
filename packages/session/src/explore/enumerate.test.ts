import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { ViolatedProperty } from '@mm-playground/api';
import { cellsOptions, raceOf, type CellCall } from '../testing/index.ts';
import { explore } from './explore.ts';
import { openRace } from './open-race.ts';
import type { Race } from './race.ts';
import { canGoOn, resultText, runRace, type RunEnd } from './scheduler.ts';

/** Where everything else is tested at the same time, thousands of runs take their time. */
vi.setConfig({ testTimeout: 60_000 });

/** What a race can come to, by running every interleaving to its end: no state is recognized, nothing is put together. */
interface Enumerated {
  schedules: number;
  /** `a: 1`, in how many schedules. */
  readonly results: Record<string, number>;
  /** The least preemptions and moves at which a property was found violated. */
  readonly shortest: Partial<Record<ViolatedProperty, string>>;
}

function enumerate(race: Race): Enumerated {
  const enumerated: Enumerated = { schedules: 0, results: {}, shortest: {} };
  for (let choices: number[] | null = []; choices !== null;) choices = runOnce(race, choices, enumerated);
  return enumerated;
}

/** Runs the schedule of these choices, then the first one that goes on from it; returns the choices of the next one. */
function runOnce(race: Race, choices: readonly number[], enumerated: Enumerated): number[] | null {
  const made: { readonly choice: number; readonly of: number }[] = [];
  const results: string[] = [];
  let [moves, preemptions, last] = [0, 0, -1];
  const found = (property: ViolatedProperty): void => {
    const cost = `${preemptions}/${String(moves).padStart(3, '0')}`;
    const known = enumerated.shortest[property];
    if (known === undefined || cost < known) enumerated.shortest[property] = cost;
  };
  race.machine.seek(race.start);
  const end: RunEnd = runRace(race, {
    choose(scene) {
      const able = [...scene.runners.keys()].filter((thread) => canGoOn(scene, thread));
      const choice = choices[made.length] ?? 0;
      made.push({ choice, of: able.length });
      const thread = able[choice] ?? -1;
      if (thread !== last && able.includes(last)) preemptions++;
      last = thread;
      return thread;
    },
    moved({ thread, violations, returned, bug }) {
      moves++;
      for (const { property } of violations) found(property);
      if (bug !== null) found('no-bug');
      const { name = '', calls = [] } = race.threads[thread] ?? {};
      const item = calls[returned?.call ?? -1];
      if (returned !== null && item !== undefined)
        results.push(`${name} ${returned.call}: ${resultText(item, returned.result)}`);
    },
  });
  if (end === 'stuck') found('no-deadlock');
  if (end === 'complete' && race.machine.validate().length > 0) found('counters');
  enumerated.schedules++;
  for (const result of results) enumerated.results[result] = (enumerated.results[result] ?? 0) + 1;
  const turn = made.findLastIndex(({ choice, of }) => choice + 1 < of);
  if (turn < 0) return null;
  return [...made.slice(0, turn).map(({ choice }) => choice), (made[turn]?.choice ?? 0) + 1];
}

const cell = fc.constantFrom(1n, 2n);
const anyCall: fc.Arbitrary<CellCall> = fc.oneof(
  fc.constantFrom<CellCall>(['look', 1n], ['look', 2n]),
  cell.map((c): CellCall => ['read', c]),
  cell.map((c): CellCall => ['put', c, 9n]),
  cell.map((c): CellCall => ['inc', c]),
  cell.map((c): CellCall => ['peek', c]),
  cell.map((c): CellCall => ['hold', c]),
  fc.constantFrom<CellCall>(['bump', 1n, 2n], ['swap', 1n], ['lock', 2n], ['unlock', 2n], ['put', 9n, 1n]),
);
const thread = (most: number): fc.Arbitrary<readonly CellCall[]> =>
  fc.array(anyCall, { minLength: 1, maxLength: most });
const anyRace = fc.oneof(
  fc.record({ a: thread(2), b: thread(2) }),
  fc.record({ a: thread(1), b: thread(1), c: fc.constant<readonly CellCall[]>([['look', 1n]]) }),
);

describe('any race of cells', () => {
  it('is explored without losing or inventing anything', () => {
    fc.assert(
      fc.property(anyRace, (threads) => {
        const program = raceOf(threads, { before: [['put', 1n, 3n]] });
        const all = enumerate(openRace(program, cellsOptions()));
        const plain = explore(program, cellsOptions(), { reduction: false });
        expect(plain.schedules).toBe(BigInt(all.schedules));
        expect(Object.fromEntries(plain.outcomes.map(counted))).toEqual(all.results);
        for (const exploration of [plain, explore(program, cellsOptions())]) {
          expect(new Set(exploration.outcomes.map((outcome) => counted(outcome)[0]))).toEqual(
            new Set(Object.keys(all.results)),
          );
          expect(Object.fromEntries(exploration.violations.map(cost))).toEqual(all.shortest);
        }

        function counted({ thread: name, line, result, schedules }: (typeof plain.outcomes)[number]): [string, number] {
          const items = program.items.filter((item) => item.kind === 'call' && item.task === name);
          const call = items.findIndex(({ span }) => span.line === line);
          return [`${name} ${call}: ${result}`, Number(schedules)];
        }
      }),
      { numRuns: 50 },
    );
  });
});

const cost = ({
  property,
  preemptions,
  moves,
}: {
  readonly property: ViolatedProperty;
  readonly preemptions: number;
  readonly moves: number;
}): [string, string] => [property, `${preemptions}/${String(moves).padStart(3, '0')}`];
