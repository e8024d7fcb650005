/*
 * What the page tables of two programs cost, beside each other.
 */
import type { CostView } from '@mm-playground/api';

/** One cost on both sides. */
export interface CostRow {
  readonly name: string;
  /** What it means, for whoever does not know. */
  readonly meaning: string;
  readonly values: readonly [string, string];
  /** Share of the larger one, for a bar; null where a bar would say nothing. */
  readonly shares: readonly [number, number] | null;
}

/** Costs beside each other: tables by level, bytes, walks, translations. */
export function costRows(a: CostView, b: CostView): CostRow[] {
  const row = (
    name: string,
    meaning: string,
    of: (cost: CostView) => number,
    print: (value: number) => string,
  ): CostRow => {
    const [left, right] = [of(a), of(b)];
    const most = Math.max(left, right);
    return {
      name,
      meaning,
      values: [print(left), print(right)],
      shares: most > 0 ? [left / most, right / most] : null,
    };
  };
  return [
    row('page', 'Bytes of a page, and of a table.', ({ pageBytes }) => pageBytes, bytesText),
    row('levels', 'Levels that a walk goes through for a single page.', ({ levels }) => levels, String),
    row('tables', 'Pages that hold tables of any level.', tablesOf, grouped),
    ...levelNames(a, b).map((name): CostRow => ({
      name: `${name} tables`,
      meaning: `Tables of this level, with the entries in use.`,
      values: [levelText(a, name), levelText(b, name)],
      shares: null,
    })),
    row('tables in reserve', 'Tables that huge entries keep for being split.', ({ reserved }) => reserved, grouped),
    row('bytes of page tables', 'All tables, those in reserve included.', ({ tableBytes }) => tableBytes, bytesText),
    row('mapped', 'Bytes that leaves map.', ({ mappedBytes }) => mappedBytes, bytesText),
    row(
      'overhead',
      'Bytes of tables for each mapped byte.',
      ({ overhead }) => overhead,
      (share) => `${(share * 100).toPrecision(2)} %`,
    ),
    row(
      'entries read by a walk',
      'On average, over all mapped pages.',
      ({ walkReads }) => walkReads,
      (reads) => reads.toFixed(2),
    ),
    row('translations', 'Entries of a TLB that all of it takes.', ({ translations }) => translations, grouped),
    row(
      'TLB reach',
      'Bytes that one entry of a TLB reaches on average.',
      ({ reachPerEntry }) => reachPerEntry,
      bytesText,
    ),
  ];
}

const tablesOf = ({ tables }: CostView): number => tables.reduce((sum, level) => sum + level.tables, 0);

/** Names of the levels that one of them has, from the root down. */
const levelNames = (a: CostView, b: CostView): string[] => {
  const order = ['pgd', 'p4d', 'pud', 'pmd', 'pte'];
  const names = new Set([...a.tables, ...b.tables].map(({ name }) => name));
  return order.filter((name) => names.has(name));
};

function levelText({ tables }: CostView, name: string): string {
  const level = tables.find((each) => each.name === name);
  return level === undefined ? '–' : `${grouped(level.tables)} · ${grouped(level.used)}/${grouped(level.entries)}`;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `132 KiB`. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < UNITS.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

const grouped = (n: number): string => n.toLocaleString('en');
