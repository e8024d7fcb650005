/** What page tables and the index of the VMAs cost on two machines, side by side: the same script, and other tables, walks and nodes. */

import type { CostView, IndexCost } from '@mm-playground/api';

/** A number with its name. */
interface Row<Cost> {
  readonly name: string;
  readonly value: (cost: Cost) => string;
}

/** The numbers that both have, whatever their levels are called. */
const ROWS: readonly Row<CostView>[] = [
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
function tableRows(costs: readonly CostView[]): Row<CostView>[] {
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

/** How many tables there are, of all levels. */
export const tablesOf = ({ tables }: CostView): number => tables.reduce((sum, level) => sum + level.tables, 0);

const INDEX_ROWS: readonly Row<IndexCost>[] = [
  { name: 'VMAs in the index', value: ({ entries }) => `${entries}` },
  { name: 'nodes of the index', value: ({ nodes, node }) => `${nodes} (${node})` },
  { name: 'levels of the index', value: ({ height }) => `${height}` },
  { name: 'bytes of the index', value: ({ bytes }) => `${bytes}` },
  { name: 'reads of a lookup, at most', value: ({ lookup: { reads, what } }) => `${reads} (${what})` },
  { name: 'bytes of such a read', value: ({ lookup: { bytes } }) => `${bytes}` },
];

/** The costs of page tables beside each other: a line a number, a column a machine. */
export function costLines(names: readonly string[], costs: readonly CostView[]): string[] {
  return besideLines(names, [...ROWS.slice(0, 2), ...tableRows(costs), ...ROWS.slice(2)], costs);
}

/** The same of indexes; of one that does not say what it costs, `-`. */
export const indexCostLines = (names: readonly string[], costs: readonly (IndexCost | null)[]): string[] =>
  besideLines(names, INDEX_ROWS, costs);

function besideLines<Cost>(
  names: readonly string[],
  rows: readonly Row<Cost>[],
  costs: readonly (Cost | null)[],
): string[] {
  const cells = ({ name, value }: Row<Cost>): string[] => [
    name,
    ...costs.map((cost) => (cost === null ? '-' : value(cost))),
  ];
  const table = [['costs', ...names], ...rows.map(cells)];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2)))
      .join('')
      .trimEnd(),
  );
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `132 KiB`. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < UNITS.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}
