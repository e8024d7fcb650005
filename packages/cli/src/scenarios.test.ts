/** The review thread as scenarios: on each kernel that one names it plays as written, and its verdicts are what is found. */

import { readFileSync, readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { createPlayground, judging, type JudgedExpectation } from 'mm-playground';

const FOLDER = new URL('../../core/scenarios/mmap-region/', import.meta.url);

const scenarios = readdirSync(FOLDER).map((file) => ({
  file,
  text: readFileSync(new URL(file, FOLDER), 'utf8'),
}));

/** What a scenario expects of a kernel, and what is found. */
async function verdictsOn(kernel: string, file: string, text: string): Promise<JudgedExpectation[]> {
  const { session, diagnostics } = await createPlayground({ kernel, record: 'marks' }).load(text, { file });
  expect(diagnostics).toEqual([]);
  if (session === undefined) throw new Error(`${file} cannot be read`);
  const judgement = judging(session, kernel);
  let turn = judgement.next();
  while (turn.done !== true) turn = judgement.next();
  expect(session.divergences).toEqual([]);
  if (session.stopped !== null) expect(session.stopped).toMatchObject({ why: 'kernel bug' });
  return turn.value;
}

describe.each(scenarios)('$file', ({ file, text }) => {
  const wanted = [...text.matchAll(/^#@ expect (?<kernel>\S+) (?<property>\S+) (?<verdict>\S+)$/gm)].map(
    ({ groups }) => groups ?? {},
  );
  const byKernel = Map.groupBy(wanted, ({ kernel = '' }) => kernel);

  it('says what it asks', () => {
    expect(text).toMatch(/^#@ title \S/m);
    expect(text).toMatch(/^#@ question .*\?$/m);
    expect(byKernel.size).toBeGreaterThan(1);
  });

  it.each([...byKernel.keys()])('on %s', { timeout: 120_000 }, async (kernel) => {
    const verdicts = await verdictsOn(kernel, file, text);
    const expected = byKernel.get(kernel) ?? [];
    expect(verdicts.map(({ property, found }) => [property, found])).toEqual(
      expected.map(({ property, verdict }) => [property, verdict]),
    );
  });
});
