import { expect, test } from 'vitest';
import { addVerdict, NO_SUMS, readMmuRecords, withMmuRecord, type MmuRecord } from './mmu-results.ts';

const VERDICT = { probes: 10, faults: 4, words: 512, marked: 3, quirks: { a: 2 }, mismatches: ['x differs'] };
const RECORD: MmuRecord = {
  ...{ arch: 'riscv64:mode=sv48', emulator: '7.2.22', seed: 1, count: 10, ...NO_SUMS },
  ...{ date: '2026-11-26', commit: null },
};

test('verdicts add up, known differences by name', () => {
  const sums = [VERDICT, { ...VERDICT, quirks: { a: 1, b: 1 }, mismatches: [] }].reduce(addVerdict, NO_SUMS);
  const added = { sets: 2, probes: 20, faults: 8, words: 1024, marked: 6, mismatches: 1 };
  expect(sums).toEqual({ ...added, quirks: { a: 3, b: 1 } });
});

test('a comparison that is made again takes the place of the former one', () => {
  const other = { ...RECORD, seed: 2 };
  const again = { ...RECORD, commit: 'abc' };
  expect(readMmuRecords([RECORD, other, again].reduce(withMmuRecord, ''))).toEqual([again, other]);
  expect(() => readMmuRecords('{}')).toThrow(SyntaxError);
});
