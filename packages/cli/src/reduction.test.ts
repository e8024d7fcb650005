/**
 * What the explorer leaves out does not matter: the races of the review thread come to the same verdicts, by schedules that are interrupted as often,
 * and to the same results, where every move of every state is made (`--no-reduction`). Kernels that share their procedures are not asked twice.
 *
 * On the newest kernel with every change, on all at night (`pnpm --filter @mm-playground/cli nightly`). The limit: races of two threads are compared among all schedules, those of three among schedules with one interruption.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { createPlayground, explore, isRace, type Exploration, type ExploreOptions } from 'mm-playground';
import { describe, expect, it, vi } from 'vitest';

/** Where everything else is tested at the same time, thousands of runs take their time. */
vi.setConfig({ testTimeout: 300_000 });

/** One of each order of mmap_region(), and of each way of readers. */
const KERNELS =
  process.env['MM_NIGHTLY'] === undefined ? ['6.18'] : ['6.1', '6.10', 'seed-v3', '6.12-rc5', '6.12', '6.18'];
const FOLDER = new URL('../../core/scenarios/mmap-region/', import.meta.url);

const scenarios = readdirSync(FOLDER)
  .map((file) => ({ file, text: readFileSync(new URL(file, FOLDER), 'utf8') }))
  .filter(({ text }) => /^#@ race$/m.test(text));

async function explored(kernel: string, text: string, how: ExploreOptions): Promise<Exploration> {
  const { program, session } = await createPlayground({ kernel, record: 'marks' }).load(text);
  if (program === undefined || session === undefined || !isRace(program)) throw new Error('this is no race');
  return explore(program, session.options, how);
}

const facts = ({ violations, outcomes }: Exploration): unknown => ({
  violations: violations.map(({ property, preemptions }) => `${property} ${preemptions}`),
  results: outcomes.map(({ thread, line, result }) => `${thread} ${line} ${result}`),
});

describe.each(scenarios)('$file', ({ text }) => {
  const threads = new Set([...text.matchAll(/^\[(\w+)\]/gm)].map(([, name]) => name));
  const bound = threads.size > 2 ? { bound: 1 } : {};
  const named = [...text.matchAll(/^#@ expect (\S+)/gm)].map(([, kernel = '']) => kernel);

  it.each(KERNELS.filter((kernel) => named.includes(kernel)))('is the same without reduction on %s', async (kernel) => {
    const all = await explored(kernel, text, { reduction: false, ...bound });
    expect(facts(await explored(kernel, text, bound))).toEqual(facts(all));
  });
});
