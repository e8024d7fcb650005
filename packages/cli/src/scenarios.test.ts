/** The review thread as scenarios: on each kernel that one names it plays as written, and its verdicts are what is found. */

import { readFileSync, readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { createPlayground, explore, isRace } from 'mm-playground';

const FOLDER = new URL('../../core/scenarios/mmap-region/', import.meta.url);

const scenarios = readdirSync(FOLDER).map((file) => ({
  file,
  text: readFileSync(new URL(file, FOLDER), 'utf8'),
}));

/** What was found broken on a kernel, by property. */
async function violatedOn(kernel: string, file: string, text: string): Promise<Set<string>> {
  const { program, session, diagnostics } = await createPlayground({ kernel, record: 'marks' }).load(text, { file });
  expect(diagnostics).toEqual([]);
  if (program === undefined || session === undefined) throw new Error(`${file} cannot be read`);
  if (isRace(program))
    return new Set(explore(program, session.options).violations.map(({ property }): string => property));
  session.run();
  expect(session.divergences).toEqual([]);
  const { stopped, violations } = session;
  if (stopped !== null) expect(stopped).toMatchObject({ why: 'kernel bug' });
  const found = new Set<string>(violations.map(({ property }) => property));
  if (stopped !== null) found.add('no-bug');
  else if (session.validate().length > 0) found.add('counters');
  return found;
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
    const violated = await violatedOn(kernel, file, text);
    const expected = byKernel.get(kernel) ?? [];
    const found = expected.map(({ property = '' }) => [property, violated.has(property) ? 'violated' : 'holds']);
    expect(found).toEqual(expected.map(({ property, verdict }) => [property, verdict]));
    expect([...violated].filter((property) => !expected.some((each) => each.property === property))).toEqual([]);
  });
});
