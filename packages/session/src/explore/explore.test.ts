import { describe, expect, it, vi } from 'vitest';
import { cellsOptions, disagreements, raceOf, type CellCall } from '../testing/index.ts';
import { explore, type Exploration, type ExploreOptions } from './explore.ts';
import { scheduleText } from './schedule.ts';

/** Where everything else is tested at the same time, thousands of runs take their time. */
vi.setConfig({ testTimeout: 60_000 });

type Threads = Readonly<Record<string, readonly CellCall[]>>;

const of = (threads: Threads, how: ExploreOptions = {}): Exploration => explore(raceOf(threads), cellsOptions(), how);
const plain: ExploreOptions = { reduction: false };

/** `{ a: ['1', '2'] }`: what each thread's last call can give. */
const resultsOf = ({ outcomes }: Exploration): Record<string, string[]> => {
  const results: Record<string, string[]> = {};
  for (const { thread, result } of outcomes) (results[thread] ??= []).push(result);
  return results;
};

/** `no-gap 0/4 writer:cleared reader:return`: preemptions, moves, schedule. */
const shortestOf = ({ violations }: Exploration): string[] =>
  violations.map(
    ({ property, preemptions, moves, schedule }) => `${property} ${preemptions}/${moves} ${scheduleText(schedule)}`,
  );

function binomial(n: number, k: number): bigint {
  let ways = 1n;
  for (let at = 1; at <= k; at++) ways = (ways * BigInt(n - k + at)) / BigInt(at);
  return ways;
}

describe('the number of schedules', () => {
  it.each([
    [1, 1],
    [2, 3],
    [5, 4],
    [9, 9],
  ])('of two readers of %i and %i looks is the number of ways to shuffle their moves', (m, n) => {
    const { schedules, states } = of({ a: [['look', BigInt(m)]], b: [['look', BigInt(n)]] });
    expect(schedules).toBe(binomial(m + n + 2, m + 1));
    expect(states).toBe((m + 2) * (n + 2));
  });

  it('of three readers is a multinomial', () => {
    const { schedules } = of({ a: [['look', 2n]], b: [['look', 3n]], c: [['look', 1n]] });
    expect(schedules).toBe(binomial(9, 3) * binomial(6, 4));
  });

  it('is the same without reduction where nothing can be left out', () => {
    const threads: Threads = { a: [['inc', 1n]], b: [['inc', 1n]], c: [['look', 2n]] };
    expect(of(threads, plain).schedules).toBe(of(threads).schedules);
  });

  it('of one thread is one', () => {
    expect(of({ a: [['bump', 1n, 5n]] })).toMatchObject({ schedules: 1n, violations: [] });
  });
});

describe('results', () => {
  it('of two increments without a lock show the lost update', () => {
    const { outcomes } = of({ a: [['inc', 1n]], b: [['inc', 1n]] });
    expect(outcomes.map(({ thread, result, schedules }) => [thread, result, schedules])).toEqual([
      ['a', '1', 16n],
      ['a', '2', 4n],
      ['b', '1', 16n],
      ['b', '2', 4n],
    ]);
  });

  it('of two increments under a lock do not', () => {
    const exploration = of({ a: [['bump', 1n, 3n]], b: [['bump', 1n, 3n]] });
    expect(resultsOf(exploration)).toEqual({ a: ['0x3', '0x6'], b: ['0x3', '0x6'] });
    expect(exploration.violations).toEqual([]);
  });

  it('of a reader tell between which steps of a section it looked', () => {
    expect(resultsOf(of({ w: [['bump', 1n, 3n]], r: [['read', 1n]] }))).toMatchObject({ r: ['0', '1', '2', '3'] });
  });

  it('of a reader that looks until something happens are there, however often it looks', () => {
    expect(resultsOf(of({ r: [['spin', 1n]], w: [['put', 1n, 1n]] }))).toEqual({ r: ['0'], w: ['0'] });
  });
});

describe('a violation', () => {
  it('is found with its shortest schedule', () => {
    const gap: Threads = { writer: [['swap', 1n]], reader: [['peek', 1n]] };
    const exploration = explore(raceOf(gap, { before: [['put', 1n, 7n]] }), cellsOptions());
    expect(shortestOf(exploration)).toEqual(['no-gap 1/5 writer:cleared reader:return']);
    expect(exploration.violations[0]).toMatchObject({ what: 'cell 1 is empty' });
  });

  it('is counted in schedules', () => {
    const gap: Threads = { writer: [['swap', 1n]], reader: [['peek', 1n]] };
    const { schedules, violations } = explore(raceOf(gap, { before: [['put', 1n, 7n]] }), cellsOptions(), plain);
    // The writer moves 7 times; the reader's last move is after the third of them, its first anywhere before.
    expect([schedules, violations[0]?.schedules]).toEqual([binomial(9, 2), 4n]);
  });

  it('at rest is found in every schedule that ends so', () => {
    const { violations, schedules } = of({ a: [['put', 9n, 1n]], b: [['look', 1n]] });
    expect(violations).toMatchObject([{ property: 'counters', what: 'cell 9 is odd', schedules }]);
  });

  it('of a kernel that stops ends its schedules', () => {
    expect(shortestOf(of({ a: [['crash']], b: [['look', 1n]] }))).toEqual(['no-bug 0/2 a:crash#2']);
  });

  it('of two locks in two orders is a deadlock', () => {
    const deadlock: Threads = {
      a: [
        ['lock', 1n],
        ['lock', 2n],
        ['unlock', 2n],
        ['unlock', 1n],
      ],
      b: [
        ['lock', 2n],
        ['lock', 1n],
        ['unlock', 1n],
        ['unlock', 2n],
      ],
    };
    const { violations } = of(deadlock);
    expect(violations.map(({ property, what }) => `${property}: ${what}`)).toEqual([
      'no-deadlock: everybody waits: a waits at lock, b waits at lock',
    ]);
  });
});

describe('a section that waits', () => {
  it('goes on when readers have let go', () => {
    const exploration = of({ w: [['seize', 1n]], r: [['hold', 1n]] });
    expect(resultsOf(exploration)).toEqual({ r: ['0', '1'], w: ['0'] });
    expect(exploration.violations).toEqual([]);
  });
});

describe('a bound', () => {
  it('leaves the schedules in which threads are interrupted no more often', () => {
    const threads: Threads = { a: [['look', 2n]], b: [['look', 2n]] };
    // a then b, or b then a; interrupted once: three places in either, and then the rest of one before that of the other.
    expect(of(threads, { bound: 0 }).schedules).toBe(2n);
    expect(of(threads, { bound: 1 }).schedules).toBe(6n);
    expect(of(threads, { bound: 20 }).schedules).toBe(of(threads).schedules);
  });

  it('hides what needs more', () => {
    const threads: Threads = { a: [['inc', 1n]], b: [['inc', 1n]] };
    expect(resultsOf(of(threads, { bound: 0 }))).toEqual({ a: ['1', '2'], b: ['1', '2'] });
  });

  it('leaves out schedules in which somebody looks again and again and may not be interrupted any more', () => {
    const { schedules, outcomes } = of({ r: [['spin', 1n]], w: [['put', 1n, 1n]] }, { bound: 0 });
    // Only the writer first, then the reader.
    expect([schedules, outcomes.map(({ result }) => result)]).toEqual([1n, ['0', '0']]);
  });

  it('is there by itself for more than three threads', () => {
    const look: CellCall[] = [['look', 1n]];
    expect(of({ a: look, b: look, c: look }).bound).toBe(Infinity);
    expect(of({ a: look, b: look, c: look, d: look }).bound).toBe(2);
  });
});

describe('an interleaving that was put together', () => {
  it.each<[string, Threads]>([
    ['a lock, and nobody heeds it', { w: [['bump', 1n, 3n]], a: [['inc', 1n]], b: [['read', 1n]] }],
    ['two readers that a section waits for', { w: [['seize', 1n]], a: [['hold', 1n]], b: [['hold', 1n]] }],
    ['sections in each other', { a: [['swap', 1n]], b: [['swap', 1n]], c: [['peek', 1n]] }],
  ])('is what happens: %s', (_, threads) => {
    const program = raceOf(threads, { before: [['put', 1n, 7n]] });
    expect(disagreements(program, cellsOptions(), { reduction: true, samples: 100 })).toEqual([]);
  });
});
