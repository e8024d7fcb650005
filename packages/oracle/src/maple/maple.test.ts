/**
 * The maple tree of the model against that of a 6.18 kernel: whatever the kernel's tree said during a call (kind of store, node
 * range, stored range, splits, rebalancing), the model's says too. Recordings are judged everywhere; the running kernel where
 * it is one that the model has and can be traced.
 */

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { constants, release } from 'node:os';
import { join } from 'node:path';
import { chooseKernel } from '@mm-playground/api';
import { createPlayground } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { runnerObstacle } from '../native/runner.ts';
import { mapleLine, mapleLineWithNode, readRecordedCalls, readRecording, readTrace } from './maple-events.ts';
import { compareMaple } from './model-events.ts';
import { PATTERNS, patternScript } from './patterns.ts';
import { traceMaple } from './trace-maple.ts';
import { inMountNamespace, tracingObstacle } from './tracefs.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'captures', 'maple');
const recordings = readdirSync(FOLDER).map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')] as const);

describe('a recording of the kernel', () => {
  it('is there for every pattern, with 240 calls', () => {
    expect(recordings.map(([file]) => file).sort()).toEqual(PATTERNS.map((pattern) => `${pattern}.strace`).sort());
    for (const [, text] of recordings) expect(readRecording(text).size).toBe(240);
  });

  it.each(recordings)('%s: the model writes its tree in the same way', async (file, text) => {
    const { calls, events, differences, divergences } = await compareMaple(text, file);
    expect({ differences, divergences }).toEqual({ differences: [], divergences: [] });
    expect([calls, events > 240]).toEqual([240, true]);
  });

  it('has every kind of event in one or another', async () => {
    const functions = new Set<string>();
    for (const [file, text] of recordings)
      for (const name of (await compareMaple(text, file)).functions.keys()) functions.add(name);
    expect([...functions].sort()).toEqual([
      'mas_is_span_wr',
      'mas_rebalance',
      'mas_split',
      'mas_store_prealloc',
      'mas_wr_append',
      'mas_wr_bnode',
      'mas_wr_node_store',
      'mas_wr_slot_store',
      'mas_wr_spanning_store',
    ]);
  });

  it('that says something else is noticed', async () => {
    const [file, text] = recordings[0] ?? ['', ''];
    const changed = text.replace('mas_wr_node_store', 'mas_wr_slot_store');
    expect((await compareMaple(changed, file)).differences.length).toBe(1);
  });
});

describe('a trace', () => {
  const text = [
    '# tracer: nop',
    '             exe-6039    [001] .....  2600.1: sys_enter: NR 0 (0, 4ed400, 100000, 0, 5fd420, 0)',
    '             exe-6039    [001] .....  2600.2: sys_enter: NR 9 (10000000, 1000, 3, 32, ffffffffffffffff, 0)',
    '             exe-6039    [001] .....  2600.3: ma_write: mas_store_prealloc\tNode 000000008be894f2 (0 18446744073709551615) range:268435456-268439551 piv (0) val 00000000f830cc2c',
    '             exe-6039    [001] .....  2600.4: ma_op: mas_split\tNode: 000000008be894f2 (0 18446744073709551615) range: 268435456-268439551',
    '             exe-6039    [001] .....  2600.5: sys_enter: NR 1 (1, 7fffffffeab0, e, 0, d, 7fffffffe7ef)',
    '             exe-6039    [001] .....  2600.6: sys_enter: NR 1 (1, 7fffffffeab0, e, 0, d, 7fffffffe7ef)',
  ];

  const linesOf = (lines: readonly string[], pid = 6039): unknown =>
    readTrace(lines.join('\n'), pid).map(({ isResult, events }) => [
      isResult,
      ...events.map((event) => mapleLine(event)),
    ]);

  it('is read reply by reply', () => {
    expect(linesOf(text)).toEqual([
      [
        true,
        'ma_write mas_store_prealloc 0-ffffffffffffffff 10000000-10000fff piv=0 val',
        'ma_op mas_split 0-ffffffffffffffff 10000000-10000fff',
      ],
      [true],
    ]);
  });

  it('keeps nodes as the kernel prints them, NULL, and numbers of 64 bits', () => {
    const erased =
      '             exe-6039    [001] .....  2600.5: ma_write: mas_wr_node_store\tNode 000000008be894f2 (0 18446744073709551615) range:6451200-18446744073709551615 piv (0) val 0000000000000000';
    const read = readTrace([...text.slice(0, 3), erased, ...text.slice(-1)].join('\n'), 6039);
    expect(read[0]?.events).toEqual([
      {
        ...{ name: 'ma_write', fn: 'mas_wr_node_store', node: '000000008be894f2', min: 0n, max: 2n ** 64n - 1n },
        ...{ index: 6_451_200n, last: 2n ** 64n - 1n, piv: 0n, val: false },
      },
    ]);
  });

  it('has no events of another task, whatever they are', () => {
    const stranger = '    memfd:a-b c-91    [000] .....  2600.1: rss_stat: mm_id=1';
    expect(linesOf([...text.slice(0, 3), stranger, ...text.slice(3)])).toEqual(linesOf(text));
    expect(linesOf(text, 91)).toEqual([]);
  });

  it('has one reply for the contents of a file: head, contents, newline', () => {
    const write = (buffer: string): string =>
      `             exe-6039    [001] .....  2600.7: sys_enter: NR 1 (1, ${buffer}, a, 0, 9, 0)`;
    const contents = [write('7fffffffea90'), write('4ed400'), write('47b69a')];
    expect(linesOf([...contents, write('7fffffffea90'), ...contents])).toEqual([[false], [true], [false]]);
  });

  it('with a line of another kind is refused', () => {
    expect(() => readTrace('  exe-1 [000] ..... 1.0: rss_stat: mm_id=1', 1)).toThrow(SyntaxError);
    expect(() => readTrace('CPU:1 [LOST 7 EVENTS]', 1)).toThrow(SyntaxError);
    expect(() => readTrace('  exe-1 [000] ..... 1.0: ma_op: mas_split', 1)).toThrow(SyntaxError);
  });
});

describe('a recording as text', () => {
  const call = 'munmap(0x10000000, 4096) = 0';
  const lines = [
    '# ma_read mt_find 0-ffffffffffffffff 10000000-10000000 node=0000000000000000',
    '# ma_write mas_is_span_wr 0-ffffffffffffffff 10000000-10000fff piv=10000fff null node=000000008be894f2',
    '# ma_op mas_wr_spanning_store 0-ffffffffffffffff 10000000-10000fff',
  ];

  it('gives back its calls and events, with nodes where it has them', () => {
    const [first, second, ...rest] = readRecordedCalls(
      ['#@ maps', '#| a', call, ...lines, '# by hand', call].join('\n'),
    );
    expect([first?.line, first?.text, second?.line, second?.events, rest]).toEqual([3, call, 8, [], []]);
    expect(first?.events.map((event) => `# ${mapleLineWithNode(event)}`)).toEqual(lines);
    expect(first?.events[1]).toMatchObject({ piv: 0x1000_0fffn, val: false, node: '000000008be894f2' });
  });

  it('is compared without reads and nodes', () => {
    expect(readRecording([call, ...lines].join('\n')).get(1)).toEqual([
      'ma_write mas_is_span_wr 0-ffffffffffffffff 10000000-10000fff piv=10000fff null',
      'ma_op mas_wr_spanning_store 0-ffffffffffffffff 10000000-10000fff',
    ]);
  });

  it.each([
    '# ma_op mas_split',
    '# ma_write mas_split 0-1 0-1',
    '# ma_op mas_split 0-1 0-1 piv=0 val',
    '# ma_dup f 0-1 0-1',
  ])('with %s is refused', (line) => {
    expect(() => readRecordedCalls(`${call}\n${line}`)).toThrow(/^line 2: a maple line of unknown form/);
  });

  it.each(recordings)('%s is what its events make', (_, recording) => {
    const written = recording.split('\n').filter((line) => line.startsWith('# ma_'));
    const read = readRecordedCalls(recording).flatMap(({ events }) => events.map((event) => `# ${mapleLine(event)}`));
    expect(read).toEqual(written);
  });
});

describe('a pattern', () => {
  it.each(PATTERNS)('%s has as many calls as were asked for, and the same ones for the same seed', (pattern) => {
    const script = patternScript(pattern, 300, 7);
    expect(script.calls.length).toBe(300);
    expect(patternScript(pattern, 300, 7)).toEqual(script);
  });

  it('mixed moves the break', () => {
    expect(patternScript('mixed', 300, 7).calls.filter(({ name }) => name === 'brk').length).toBeGreaterThan(10);
  });
});

it('a script that forks is not traced: its child would say nothing', async () => {
  const calls = [{ id: 1, name: 'fork', args: [] }] as const;
  await expect(traceMaple({ pageSize: 4096, setup: [], calls })).rejects.toThrow(RangeError);
});

const obstacle = tracingObstacle() ?? runnerObstacle('/var/tmp');
const modelled = chooseKernel(createPlayground().registry.kernels, release())?.exact === true;
const because = (why: string | null): string => (why === null ? '' : ` (skipped: ${why})`);
const MAIN = join(import.meta.dirname, 'main.ts');

/** The recording that main.ts prints. @throws Error where it fails: two empty recordings would be the same. */
async function record(...args: string[]): Promise<string> {
  const { output, status } = await inMountNamespace(MAIN, ['--inside', ...args]);
  if (status !== 0) throw new Error(`recording ended with ${status}`);
  return output;
}

describe.skipIf(obstacle !== null)(`tracing the running kernel${because(obstacle)}`, { timeout: 60_000 }, () => {
  it('gives the same for the same script, also while another one is traced', async () => {
    const alone = readRecording(await record('--pattern', 'replaced', '--count', '1500'));
    const [beside] = await Promise.all([
      record('--pattern', 'replaced', '--count', '1500'),
      record('--pattern', 'scattered', '--count', '1500'),
    ]);
    expect(alone.size).toBe(1500);
    expect(readRecording(beside)).toEqual(alone);
  });

  it('has the nodes, the reads and the checkpoints that are asked for, call by call', async () => {
    const options = ['--pattern', 'mixed', '--count', '200'];
    const recording = await record(...options, '--nodes', '--reads', '--checkpoints');
    expect(recording.match(/^#@ maps$/gm)?.length).toBe(201);
    const plain = readRecording(await record(...options));
    expect([...readRecording(recording).values()]).toEqual([...plain.values()]);
    const events = readRecordedCalls(recording).flatMap((call) => call.events);
    expect(events.filter(({ node }) => node === null)).toEqual([]);
    expect(new Set(events.flatMap(({ name, fn }) => (name === 'ma_read' ? [fn] : [])))).toContain('mtree_load');
  });

  it('leaves no instance behind when it is interrupted', () => {
    const tracefs = '/sys/kernel/tracing';
    const script = `
      mount -t tracefs nodev ${tracefs}
      "$@" --inside --pattern all --count 3000 --runs 20 >/dev/null & pid=$!
      instance=${tracefs}/instances/mm-playground-$pid-*
      tries=200; until ls -d $instance >/dev/null 2>&1 || [ $((tries -= 1)) = 0 ]; do sleep 0.05; done
      [ $tries != 0 ]; echo $?
      kill -TERM $pid; wait $pid; echo $?
      ls -d $instance 2>/dev/null | wc -l`;
    const node = [process.execPath, '--conditions=@mm-playground/source', MAIN];
    const { stdout } = spawnSync('unshare', ['-m', 'sh', '-c', script, 'sh', ...node], { encoding: 'utf8' });
    expect(stdout.split('\n')).toEqual(['0', String(128 + constants.signals.SIGTERM), '0', '']);
  });
});

const notModelled = modelled ? null : `the model has no ${release()}`;

describe.skipIf(obstacle !== null || !modelled)(
  `the running kernel ${release()}${because(obstacle ?? notModelled)}`,
  () => {
    it('and the model say the same for patterns and random calls', { timeout: 120_000 }, async () => {
      const { output, status } = await inMountNamespace(MAIN, [
        ...['--inside', '--compare', '--pattern', 'all', '--profile', 'all', '--count', '200', '--seed', '5'],
      ]);
      expect(output).toContain(' 0 differences');
      expect(status).toBe(0);
    });
  },
);
