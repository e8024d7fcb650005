import { NO_COST, type CostView, type IndexCost } from '@mm-playground/api';
import { bytesText } from 'mm-playground';
import { expect, it } from 'vitest';
import { costRows, indexCostRows } from './costs.ts';

it('costs stand beside each other, levels by name', () => {
  const a: CostView = {
    ...NO_COST,
    levels: 4,
    pageBytes: 4096,
    tables: [
      { name: 'pgd', tables: 1, used: 2, entries: 512 },
      { name: 'pte', tables: 3, used: 49, entries: 1536 },
    ],
    tableBytes: 32768,
    overhead: 0.163,
    reachPerEntry: 4096,
  };
  const b: CostView = {
    ...a,
    levels: 3,
    pageBytes: 65536,
    tables: [{ name: 'pte', tables: 1, used: 4, entries: 8192 }],
    tableBytes: 65536,
    overhead: 4,
  };
  const rows = costRows(a, b);
  const row = (name: string): readonly string[] | undefined => rows.find((each) => each.name === name)?.values;
  expect(row('levels')).toEqual(['4', '3']);
  expect(row('tables')).toEqual(['4', '1']);
  expect(row('pgd tables')).toEqual(['1 · 2/512', '–']);
  expect(row('bytes of page tables')).toEqual(['32 KiB', '64 KiB']);
  expect(rows.find(({ name }) => name === 'bytes of page tables')?.shares).toEqual([0.5, 1]);
  expect(row('overhead')).toEqual(['16 %', '400 %']);
  expect(bytesText(1536)).toBe('1.5 KiB');
});

it('costs of indexes stand beside each other, where both say them', () => {
  const maple: IndexCost = {
    ...{ node: 'maple node', entries: 40, nodes: 4, height: 2, bytes: 1024 },
    lookup: { what: 'maple node', reads: 2, bytes: 256 },
  };
  const array: IndexCost = {
    ...{ node: 'array', entries: 40, nodes: 1, height: 1, bytes: 640 },
    lookup: { what: 'entry', reads: 6, bytes: 16 },
  };
  const values = indexCostRows(maple, array).map((row) => row.values);
  expect(values).toEqual([
    ['40', '40'],
    ['4 · maple node', '1 · array'],
    ['2', '1'],
    ['1 KiB', '640 B'],
    ['2 · maple node of 256 B', '6 · entry of 16 B'],
  ]);
  expect(indexCostRows(maple, null)).toEqual([]);
});
