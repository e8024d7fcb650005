/**
 * What programs did on real kernels, and the scenarios of the review thread, on this index: nobody notices. Captures are held against what
 * was recorded, scenarios against what is found on the maple tree, kernel by kernel and through every interleaving. Some with every change,
 * all at night (`pnpm --filter mm-playground-index-page-table-radix nightly`).
 */

import { readdirSync, readFileSync } from 'node:fs';
import { CAPTURES, readCapture } from '@mm-playground/captures';
import {
  checkReport,
  createPlayground,
  expectedKernels,
  judging,
  runLines,
  type JudgedExpectation,
  type Session,
} from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { index, plugin } from './index.ts';

const TIMEOUT_MS = 120_000;
const IS_NIGHT = process.env['MM_NIGHTLY'] !== undefined;
/** Programs that are tried with every change: one of six. */
const TRIED = CAPTURES.filter((_, at) => IS_NIGHT || at % 6 === 0);
/** Races with so many interleavings that they take longer than all others. */
const LONG: ReadonlySet<string> = new Set(['gap-and-locks.mm', 'gap-and-faults.mm']);
const SCENARIOS = new URL('../../../packages/core/scenarios/mmap-region/', import.meta.url);

async function sessionOf(text: string, where: { index?: string; kernel?: string }): Promise<Session> {
  const { session } = await createPlayground({ plugins: [plugin], ...where }).load(text);
  if (session === undefined) throw new Error('it cannot be read');
  return session;
}

describe('what real kernels did', { timeout: TIMEOUT_MS }, () => {
  it.each(TRIED.map(({ name }) => name))('%s diverges nowhere that it does not on the maple tree', async (name) => {
    const [here, there] = [
      await sessionOf(readCapture(name), { index: index.id }),
      await sessionOf(readCapture(name), {}),
    ];
    here.run();
    there.run();
    const report = checkReport(here);
    expect(report).toEqual(checkReport(there));
    // The record of ls contradicts itself: its maps and its smaps do not agree.
    if (name !== 'ls') expect(report.divergences).toEqual([]);
  });
});

/** What a script does on a kernel, and what is found of what it expects: by exploring, where it is a race. */
async function found(
  text: string,
  kernel: string,
  on: string,
): Promise<{ verdicts: unknown; calls: readonly string[] }> {
  const session = await sessionOf(text, { index: on, kernel });
  const judgement = judging(session, kernel);
  let turn = judgement.next();
  while (turn.done !== true) turn = judgement.next();
  const verdicts = turn.value.map(({ property, found: verdict }: JudgedExpectation) => [property, verdict]);
  return { verdicts, calls: runLines(session) };
}

describe('scenarios of the review thread', { timeout: TIMEOUT_MS }, () => {
  const files = readdirSync(SCENARIOS).filter((name) => name.endsWith('.mm'));
  // A bug of the maple tree, which this index does not have.
  const shared = files.filter((name) => name !== 'spanning-store.mm' && (IS_NIGHT || !LONG.has(name)));

  it.each(shared)('%s: the same calls, and the same verdicts', async (name) => {
    const text = readFileSync(new URL(name, SCENARIOS), 'utf8');
    const { program } = await createPlayground().load(text);
    for (const kernel of program === undefined ? [] : expectedKernels(program))
      expect(await found(text, kernel, index.id)).toEqual(await found(text, kernel, 'maple'));
  });

  it('a store over many mappings loses none, on kernels whose maple tree does', async () => {
    const text = readFileSync(new URL('spanning-store.mm', SCENARIOS), 'utf8');
    const verdicts = await Promise.all(
      ['maple', index.id].map(async (on) => (await found(text, '6.12-rc3', on)).verdicts),
    );
    expect(verdicts).toEqual([[['counters', 'violated']], [['counters', 'holds']]]);
  });
});
