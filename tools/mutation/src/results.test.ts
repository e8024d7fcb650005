import { expect, test } from 'vitest';
import type { Mutant } from './mutate.ts';
import { resultOf, scoreOf, sumsOf, withResult } from './results.ts';

const TEXT = 'const a = 1;\nconst b =\n  a + 2;\n';

const mutant = (status: Mutant['status'], line = 3, replacement = 'a - 2'): Mutant => ({
  ...{ id: '0', fileName: '/a.ts', mutatorName: 'ArithmeticOperator', replacement, status },
  location: { start: { line, column: 3 }, end: { line: 3, column: 8 } },
});

test('a mutant that hangs is killed, one that no judge runs survived, one with which nothing loads counts neither way', () => {
  const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'RuntimeError'] as const;
  const result = resultOf(
    statuses.map((status) => mutant(status)),
    TEXT,
    '2026-11-27',
  );
  expect(sumsOf([result])).toEqual({ mutants: 4, killed: 2, survived: 2, broken: 1 });
  expect(scoreOf(sumsOf([result]))).toBe('50.0');
});

test('a survivor is told by its line and by the code, on one line', () => {
  const { survivors } = resultOf([mutant('NoCoverage', 2, '{\n  }'), mutant('Survived')], TEXT, '2026-11-27');
  expect(survivors).toEqual([
    { line: 2, from: 'nst b = a + 2', to: '{ }', reached: false },
    { line: 3, from: 'a + 2', to: 'a - 2', reached: true },
  ]);
});

test('a file that is mutated again takes the place of what it came to before, and files are sorted', () => {
  const first = resultOf([mutant('Survived')], TEXT, '2026-11-26');
  const again = resultOf([mutant('Killed')], TEXT, '2026-11-27');
  const results = withResult(
    withResult({ region: { 'src/b.ts': first } }, 'region', 'src/a.ts', first),
    'region',
    'src/b.ts',
    again,
  );
  expect(Object.entries(results['region'] ?? {})).toEqual([
    ['src/a.ts', first],
    ['src/b.ts', again],
  ]);
});

test('what has no mutants has no score', () => {
  expect(scoreOf(sumsOf([]))).toBe('-');
});
