/** The page against its sources, and the explanations against what survived. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXPLAINED } from './explained.ts';
import { explains, mutationPage, PAGE, readResults } from './page.ts';
import { filesOf, TARGETS } from './targets.ts';

test('docs/mutation.md is current', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(mutationPage(readResults()));
});

test('every explanation is of a mutant that survived', () => {
  const results = readResults();
  const idle = EXPLAINED.filter((explanation) => {
    const { target, file } = explanation;
    const survivors = results[target]?.[file]?.survivors ?? [];
    return !survivors.some((survivor) => explains(explanation, target, file, survivor));
  });
  expect(idle).toEqual([]);
});

test('results are of files that are there', () => {
  const known = Object.entries(TARGETS).flatMap(([name, target]) =>
    filesOf(target, []).map((file) => `${name} ${file}`),
  );
  const told = Object.entries(readResults()).flatMap(([name, files]) =>
    Object.keys(files).map((file) => `${name} ${file}`),
  );
  expect(known).toEqual(expect.arrayContaining(told));
});

test('a page says what survived, under its reason or as not explained, and code that has backticks stays code', () => {
  const survivor = { line: 7, from: '`level ${level}`', to: '``', reached: false };
  const page = mutationPage({
    region: { 'src/a.ts': { date: '2026-11-27', killed: 3, broken: 1, survivors: [survivor] } },
  });
  expect(page).toContain('| [region](#region) | 1 | 4 | 3 | 1 | 0 | 75.0 % |');
  expect(page).toContain('| `src/a.ts` | 4 | 3 | 1 | 0 | 1 | 75.0 % | 2026-11-27 |');
  expect(page).toContain('- Not explained:\n  - line 7: ``` `level ${level}` ``` as ``` `` ```, which no judge runs');
});
