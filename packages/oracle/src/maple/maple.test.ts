/**
 * The maple tree of the model against that of a 6.18 kernel: whatever the kernel's tree said during a call (kind of store, node
 * range, stored range, splits, rebalancing), the model's says too. Recordings are judged everywhere; the running kernel where
 * it is one that the model has and can be traced.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { chooseKernel } from '@mm-playground/api';
import { createPlayground } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { runnerObstacle } from '../native/runner.ts';
import { readRecording, readTrace } from './maple-events.ts';
import { compareMaple } from './model-events.ts';
import { PATTERNS, patternScript } from './patterns.ts';
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

  it('is read command by command', () => {
    expect(readTrace(text.join('\n'))).toEqual([
      [
        'ma_write mas_store_prealloc 0-ffffffffffffffff 10000000-10000fff piv=0 val',
        'ma_op mas_split 0-ffffffffffffffff 10000000-10000fff',
      ],
      [],
    ]);
  });

  it('with a line of another kind is refused', () => {
    expect(() => readTrace('  exe-1 [000] ..... 1.0: rss_stat: mm_id=1')).toThrow(SyntaxError);
  });
});

describe('a pattern', () => {
  it.each(PATTERNS)('%s has as many calls as were asked for, and the same ones for the same seed', (pattern) => {
    const script = patternScript(pattern, 300, 7);
    expect(script.calls.length).toBe(300);
    expect(patternScript(pattern, 300, 7)).toEqual(script);
  });
});

const obstacle = tracingObstacle() ?? runnerObstacle('/var/tmp');
const modelled = chooseKernel(createPlayground().registry.kernels, release())?.exact === true;

describe.skipIf(obstacle !== null || !modelled)(`the running kernel ${release()}`, () => {
  it('and the model say the same for patterns and random calls', { timeout: 120_000 }, async () => {
    const { output, status } = await inMountNamespace(join(import.meta.dirname, 'main.ts'), [
      ...['--inside', '--compare', '--pattern', 'all', '--profile', 'all', '--count', '200', '--seed', '5'],
    ]);
    expect(output).toContain(' 0 differences');
    expect(status).toBe(0);
  });
});
