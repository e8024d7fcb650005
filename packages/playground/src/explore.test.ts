/**
 * The explorer on the real model: what a replaced mapping shows to which reader on which kernel, and that interleavings that
 * were put together from single moves are what happens.
 */
import { explore, scheduleText, type Exploration, type ExploreOptions } from '@mm-playground/session';
import { disagreements } from '@mm-playground/session/testing';
import { describe, expect, it, vi } from 'vitest';
import { createPlayground } from './builtin-plugins.ts';

/** Where everything else is tested at the same time, thousands of runs take their time. */
vi.setConfig({ testTimeout: 300_000 });

const REPLACE = 'mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';

/** Another process's way to the three pages, into a page of their own far from them. */
const READ_ALL =
  'process_vm_readv(1000, [{iov_base=0x20000000, iov_len=3*PAGE}], 1, [{iov_base=0x10000000, iov_len=3*PAGE}], 1, 0)';

type Threads = Readonly<Record<string, string>>;

/** Three pages, and tasks that race on them. */
async function loaded(kernel: string, threads: Threads, ...directives: readonly string[]) {
  const lines = Object.entries(threads).map(([name, call]) => `[${name}] ${call}`);
  const mapped = 'mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';
  const local = 'mmap(0x20000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';
  const setUp = Object.values(threads).some((call) => call.startsWith('process_vm_')) ? [mapped, local] : [mapped];
  const text = [...directives, ...setUp, '#@ race', ...lines, ''].join('\n');
  const { session, program } = await createPlayground({ kernel }).load(text);
  if (session === undefined || program === undefined) throw new Error('this is no race');
  return { session, program };
}

async function raceOn(kernel: string, threads: Threads) {
  const { session, program } = await loaded(kernel, threads);
  return { program, options: session.options };
}

async function explored(kernel: string, threads: Threads, how: ExploreOptions = {}): Promise<Exploration> {
  const { program, options } = await raceOn(kernel, threads);
  return explore(program, options, how);
}

const violated = ({ violations }: Exploration): string[] => violations.map(({ property }) => property);

describe('a mapping that is replaced', () => {
  const gap = { writer: REPLACE, reader: 'walk(0x10000000, 0x10003000)' };

  it('has a gap for a walker on 6.1, and none on later kernels', async () => {
    const verdicts = await Promise.all(['6.1', '6.12', '6.18', '7.2'].map((kernel) => explored(kernel, gap)));
    expect(verdicts.map(violated)).toEqual([['no-gap'], [], [], []]);
  });

  it('has the gap in the middle of the writer, one interruption away; it is one once something is put there', async () => {
    const { violations } = await explored('6.1', gap);
    expect(violations).toMatchObject([
      { preemptions: 1, schedule: [{ thread: 'writer' }, { thread: 'reader', step: 'return' }, { thread: 'writer' }] },
    ]);
  });

  it('has its gap also where the reader asks for nothing else', async () => {
    const first = 'mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';
    const found = await explored('6.10', { writer: first, reader: 'walk(0x10000000, 0x10001000)' });
    expect(violated(found)).toEqual(['no-gap']);
    expect(found.outcomes.map(({ result }) => result.split('\n')[0])).toContain('0');
  });

  it.each(['6.1', '6.18'])('has its tables given back while others walk them without a lock, on %s', async (kernel) => {
    const text = [
      'mmap(0x10000000, PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)',
      'store(0x10000000)',
      '#@ race',
      '[writer] munmap(0x10000000, PAGE)',
      '[walker] gup(0x10000000)',
      '',
    ].join('\n');
    const { session, program } = await createPlayground({ kernel }).load(text);
    if (session === undefined || program === undefined) throw new Error('this is no race');
    const found = explore(program, session.options);
    expect(violated(found)).toEqual([]);
    const gained = found.outcomes.flatMap(({ thread, result }) => (thread === 'walker' ? [result] : []));
    expect(gained).toEqual(['-1 EFAULT (Bad address)', '0']);
  });

  it('has none where the middle is taken away and nothing is put there', async () => {
    const threads = { ...gap, writer: 'munmap(0x10001000, PAGE)' };
    expect(violated(await explored('6.18', threads))).toEqual([]);
  });

  it.each(['6.1', '6.18'])('has none for process_vm_readv(), which holds mmap_lock, on %s', async (kernel) => {
    const found = await explored(kernel, { writer: REPLACE, reader: READ_ALL });
    expect(violated(found)).toEqual([]);
    const read = found.outcomes.filter(({ thread }) => thread === 'reader');
    expect(read.map(({ result }) => result)).toEqual(['12288']);
  });

  it('is read as far as it is mapped while its middle goes away', async () => {
    const found = await explored('6.18', { writer: 'munmap(0x10001000, PAGE)', reader: READ_ALL });
    expect(violated(found)).toEqual([]);
    const read = found.outcomes.filter(({ thread }) => thread === 'reader');
    expect(read.map(({ result }) => result)).toEqual(['12288', '4096']);
  });

  it('is written beside what is replaced, on every kernel', async () => {
    for (const kernel of ['6.1', '6.12', '6.18'])
      expect(violated(await explored(kernel, { writer: REPLACE, beside: 'store(0x10000000)' }))).toEqual([]);
  });

  it('is faulted in by two tasks at once, and counted once', async () => {
    expect(violated(await explored('6.18', { a: 'store(0x10000000)', b: 'store(0x10000000)' }))).toEqual([]);
  });

  it.each([
    ['6.1', gap],
    ['6.18', { writer: REPLACE, reader: 'load(0x10001000)' }],
  ])('has the same verdicts and results without reduction on %s: %j', async (kernel, threads) => {
    const facts = ({ violations, outcomes }: Exploration) => ({
      violations: violations.map(({ property, preemptions }) => [property, preemptions]),
      outcomes: outcomes.map(({ thread, result }) => [thread, result]),
    });
    const all = facts(await explored(kernel, threads, { reduction: false }));
    expect(all).toEqual(facts(await explored(kernel, threads)));
  });

  it('has none for readers that take locks, or fall back to them, on 6.1', async () => {
    for (const reader of ['maps()', 'load(0x10001000)'])
      expect(violated(await explored('6.1', { writer: REPLACE, reader }))).toEqual([]);
  });
});

describe('a schedule', () => {
  it('that an exploration found, is played from the file, violation and all', async () => {
    const threads = { writer: REPLACE, reader: 'walk(0x10000000, 0x10003000)' };
    const schedule = scheduleText((await explored('6.1', threads)).violations[0]?.schedule ?? []);
    const { session } = await loaded('6.1', threads, `#@ schedule ${schedule}`);
    session.run();
    const [, reader, writer] = session.calls;
    expect([reader?.item.task, writer?.item.task]).toEqual(['reader', 'writer']);
    expect(session.violations).toMatchObject([{ property: 'no-gap', position: { call: 2 } }]);
    // What the reader's steps changed is not the writer's doing.
    expect(reader?.steps.flatMap((_, step) => session.changes({ call: 1, step }))).toEqual([]);
    expect(session.callChanges(2)).not.toEqual([]);
    session.seek({ call: 1, step: 0 });
    expect(
      session
        .view('reader')
        .maps()
        .map(({ start }) => start),
    ).not.toContain(0x1000_1000n);
    session.seek(session.end);
    expect(
      session
        .view('reader')
        .maps()
        .map(({ start }) => start),
    ).toContain(0x1000_1000n);
    expect(session.validate()).toEqual([]);
  });
});

describe('an interleaving that was put together', () => {
  it.each([
    ['6.1', { writer: REPLACE, reader: 'walk(0x10000000, 0x10003000)' }],
    ['6.18', { writer: REPLACE, a: 'walk(0x10000000, 0x10003000)', b: 'query(0x10001000)' }],
    ['6.18', { writer: REPLACE, reader: 'maps()' }],
    ['6.12', { writer: REPLACE, reader: 'load(0x10001000)' }],
    ['6.18', { a: REPLACE, b: 'munmap(0x10002000, PAGE)', reader: 'gup(0x10001000)' }],
    ['6.18', { writer: REPLACE, beside: 'store(0x10000000)' }],
    ['6.18', { writer: 'munmap(0x10001000, PAGE)', reader: READ_ALL }],
  ])('is what happens, on %s: %j', async (kernel, threads) => {
    const { program, options } = await raceOn(kernel, threads);
    expect(disagreements(program, options, { reduction: true, samples: 8 })).toEqual([]);
  });
});
