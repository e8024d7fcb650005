/** What page tables cost on two machines, side by side: the same script, and other tables, walks and reach. */

import type { CostView } from '@mm-playground/api';

/** A number of {@link CostView} with its name. */
interface CostRow {
  readonly name: string;
  readonly value: (cost: CostView) => string;
}

/** The numbers that both have, whatever their levels are called. */
const ROWS: readonly CostRow[] = [
  { name: 'levels of page tables', value: ({ levels }) => `${levels}` },
  { name: 'bytes of a page', value: ({ pageBytes }) => `${pageBytes}` },
  { name: 'tables in reserve', value: ({ reserved }) => `${reserved}` },
  { name: 'bytes of page tables', value: ({ tableBytes }) => `${tableBytes}` },
  { name: 'bytes mapped', value: ({ mappedBytes }) => `${mappedBytes}` },
  { name: 'table bytes a mapped byte', value: ({ overhead }) => overhead.toFixed(4) },
  { name: 'entries that a walk reads', value: ({ walkReads }) => walkReads.toFixed(2) },
  { name: 'TLB entries for all of it', value: ({ translations }) => `${translations}` },
  { name: 'bytes that one entry reaches', value: ({ reachPerEntry }) => `${Math.round(reachPerEntry)}` },
];

/** Tables of each level that either has: the root is `pgd` on both, the lowest `pte`. */
function tableRows(costs: readonly CostView[]): CostRow[] {
  const names = LEVELS.filter((name) => costs.some(({ tables }) => tables.some((level) => level.name === name)));
  return names.map((name) => ({
    name: `${name} tables (entries used)`,
    value: ({ tables }) => {
      const level = tables.find((each) => each.name === name);
      return level === undefined ? '-' : `${level.tables} (${level.used} of ${level.entries})`;
    },
  }));
}

const LEVELS = ['pgd', 'p4d', 'pud', 'pmd', 'pte'];

/** The costs of machines beside each other: a line a number, a column a machine. */
export function costLines(names: readonly string[], costs: readonly CostView[]): string[] {
  const rows = [...ROWS.slice(0, 2), ...tableRows(costs), ...ROWS.slice(2)];
  const table = [['costs', ...names], ...rows.map(({ name, value }) => [name, ...costs.map((cost) => value(cost))])];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2)))
      .join('')
      .trimEnd(),
  );
}
