import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { given, mm, pathOf, start } from './testing/binary.ts';
import { documentErrors, lineErrors } from './testing/schema.ts';

/** Where everything else is tested at the same time, thousands of runs take their time. */
vi.setConfig({ testTimeout: 300_000 });

const MAPPED = 'mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';
const REPLACED = 'mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';
const WALK = 'walk(0x10000000, 0x10003000)';

const raceOf = (threads: Readonly<Record<string, string>>, ...directives: readonly string[]): string =>
  [...directives, MAPPED, '#@ race', ...Object.entries(threads).map(([name, call]) => `[${name}] ${call}`), ''].join(
    '\n',
  );

const GAP = raceOf({ writer: REPLACED, reader: WALK }, '#@ expect 6.1 no-gap violated', '#@ expect 6.18 no-gap holds');

beforeAll(() => {
  given('gap.mm', GAP);
});

describe('mm explore', () => {
  it('finds the gap of 6.1, none on 6.18, and says so as the file expects', async () => {
    const { exitCode, stdout, lastLine } = await mm(['explore', 'gap.mm']);
    expect(stdout).toMatch(
      /^gap\.mm on 6\.1: \d+ schedules, \d+ states, 1 violations\n {2}covered: all interleavings; /m,
    );
    expect(stdout).toContain('  no-gap violated: 10001000-10001fff was mapped all the time');
    expect(stdout).toMatch(/^ {4}#@ schedule writer:\S+ reader:\S+ writer:\S+$/m);
    expect(stdout).toContain('  no-gap: violated, as expected');
    expect(stdout).toMatch(/^gap\.mm on 6\.18: \d+ schedules, \d+ states, 0 violations$/m);
    expect(lastLine).toMatch(/^\d+ schedules, \d+ states, 1 violations$/);
    expect(exitCode).toBe(1);
  });

  it('ends with 1 where violations are found, be they expected, and with 0 where there are none', async () => {
    expect((await mm(['explore', 'gap.mm', '--kernel', '6.1'])).exitCode).toBe(1);
    expect((await mm(['explore', 'gap.mm', '--kernel', '6.18'])).exitCode).toBe(0);
  });

  it('ends with 1 where a violation that the file expects is not found', async () => {
    given('wrong.mm', GAP.replace('6.18 no-gap holds', '6.18 no-gap violated'));
    const { exitCode, stdout } = await mm(['explore', 'wrong.mm', '--kernel', '6.18']);
    expect(stdout).toContain('  no-gap: holds, but line 2 expects: violated');
    expect(exitCode).toBe(1);
  });

  it('says what is atomic, and how many states lead nowhere because of that', async () => {
    given('two.mm', raceOf({ a: REPLACED, b: 'store(0x10000000)' }));
    const { stdout } = await mm(['explore', 'two.mm', '--kernel', '6.18']);
    expect(stdout).toMatch(
      /^ {2}covered: all interleavings; a lock section that is run inside a step of another one is one step of it, and \d+ states lead nowhere because it would wait there for that one$/m,
    );
  });

  it('says where a kernel is named that another one stands in for', async () => {
    given('future.mm', GAP.replace('6.18', '6.99'));
    const { stderr } = await mm(['explore', 'future.mm']);
    expect(stderr).toMatch(/^future\.mm:2:1: .*kernel 6\.99 is not known; 6\.18 stands in for it$/m);
  });

  it('says the same with and without reduction, and with several workers', async () => {
    const verdicts = async (...args: readonly string[]): Promise<unknown> => {
      const { stdout } = await mm(['explore', 'gap.mm', '--kernel', '6.1', '--json', ...args]);
      expect(documentErrors('explore', stdout)).toEqual([]);
      const { kernels } = JSON.parse(stdout) as {
        kernels: {
          violations: { property: string; preemptions: number }[];
          outcomes: { result: string }[];
        }[];
      };
      return kernels.map(({ violations, outcomes }) => [
        violations.map(({ property, preemptions }) => [property, preemptions]),
        outcomes.map(({ result }) => result),
      ]);
    };
    const alone = await verdicts('--workers', '1');
    expect(await verdicts('--workers', '3')).toEqual(alone);
    expect(await verdicts('--no-reduction')).toEqual(alone);
  });

  it('prints events, a line each, after the published schema', async () => {
    const { stdout } = await mm(['explore', 'gap.mm', '--json=lines']);
    expect(lineErrors('explore', stdout)).toEqual([]);
  });

  it('says how many preemptions it went up to', async () => {
    const { stdout } = await mm(['explore', 'gap.mm', '--kernel', '6.18', '--bound', '1']);
    expect(stdout).toMatch(/^ {2}covered: all interleavings of at most 1 preemptions; /m);
  });

  it('goes on from what was kept, and comes to the same', async () => {
    const straight = await mm(['explore', 'gap.mm', '--kernel', '6.18', '--resume', 'state.json']);
    const state = JSON.parse(readFileSync(pathOf('state.json'), 'utf8')) as {
      kernels: Record<string, { knowledge: { moves: unknown[] } }>;
    };
    const { knowledge } = state.kernels['6.18'] ?? {};
    expect(knowledge?.moves.length).toBeGreaterThan(10);
    // As if it had been interrupted half way.
    knowledge?.moves.splice(knowledge.moves.length / 2);
    writeFileSync(pathOf('state.json'), JSON.stringify(state));
    const resumed = await mm(['explore', 'gap.mm', '--kernel', '6.18', '--resume', 'state.json']);
    expect(resumed.stdout).toBe(straight.stdout);
  });

  it('prints what was found until it was interrupted', async () => {
    const threads = { writer: REPLACED, a: 'maps()', b: 'maps()' };
    given('long.mm', raceOf(threads, '#@ expect 6.1 no-gap holds', '#@ expect 6.18 no-gap holds'));
    const child = start(['explore', 'long.mm', '--workers', '1', '--resume', 'long.json']);
    const stdout = textOf(child.stdout);
    // The first kernel takes a moment, the second one minutes.
    await new Promise<void>((resolve) => child.stderr.once('data', () => resolve()));
    child.kill('SIGINT');
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    const [, ofSecond] = (await stdout).split('long.mm on 6.18: ');
    expect(ofSecond).toMatch(
      /^\d+ schedules, \d+ states, 0 violations\n {2}interrupted: a part of all interleavings; /,
    );
    expect(ofSecond).toContain('  no-gap: open, but line 2 expects: holds');
    expect(await stdout).toMatch(/^[1-9]\d* schedules, [1-9]\d* states, 0 violations$/m);
    expect(exitCode).toBe(1);
    const again = await mm(['explore', 'long.mm', '--kernel', '6.1', '--resume', 'long.json']);
    expect([again.exitCode, again.stderr]).toEqual([0, expect.stringMatching(/^long\.mm on 6\.1: /)]);
  });

  it('refuses a state of something else', async () => {
    given('other.json', '{}');
    const { exitCode, stderr } = await mm(['explore', 'gap.mm', '--resume', 'other.json']);
    expect(stderr).toContain('error: other.json is no state of an exploration');
    expect(exitCode).toBe(2);
  });

  it('names everything that cannot be explored', async () => {
    given('bad.mm', GAP.replace('no-gap holds', 'no-hole holds').replace('6.1 ', '9 ').replace(WALK, `${WALK} = 3`));
    given('alone.mm', `${MAPPED}\n`);
    const { exitCode, stderr } = await mm(['explore', 'bad.mm']);
    expect(stderr).toMatch(/^bad\.mm:2:1: there is no property no-hole; there are: no-gap, /m);
    expect(stderr).toMatch(/^bad\.mm:6:10: a call in a race has no one result: /m);
    expect(exitCode).toBe(2);
    given('early.mm', GAP.replace('#@ race', 'process_mrelease(3, 0)\n#@ race'));
    expect((await mm(['explore', 'early.mm'])).stderr).toMatch(/^early\.mm:4:1: process_mrelease is not modelled$/m);
    given('strange.mm', GAP.replace(WALK, 'process_mrelease(3, 0)'));
    const strange = await mm(['explore', 'strange.mm']);
    expect(strange.stderr).toMatch(/^strange\.mm:6:\d+: process_mrelease is not modelled$/m);
    expect(strange.exitCode).toBe(2);
    expect((await mm(['explore', 'alone.mm'])).stderr).toContain('alone.mm:1:1: there is no `#@ race` in this file');
  });
});
