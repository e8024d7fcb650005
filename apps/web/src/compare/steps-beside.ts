/*
 * The steps of a call on two sides as rows beside each other: what both do in one row, what one does alone beside what the other does
 * alone in the same place; where that is, and which functions it is in.
 */
import type { Step } from '@mm-playground/api';
import { stepAlignmentOf } from '@mm-playground/embed/player';
import { stepRows, valueText, type StepRow } from '@mm-playground/viewers';

/** One row. */
export interface BesideRow {
  readonly a: StepRow | null;
  readonly b: StepRow | null;
  /** As `mm diff` marks lines: `|` other steps, `<` and `>` a step of one side; `~` the same step with other values. */
  readonly mark: '' | '~' | '|' | '<' | '>';
}

/** The steps of a call beside those of its partner. */
export function rowsBeside(a: readonly Step[], b: readonly Step[]): BesideRow[] {
  const { there } = stepAlignmentOf(a, b);
  const others = stepRows(b);
  const places = new Map(others.map(({ index }, at) => [index, at]));
  const rows: BesideRow[] = [];
  let [left, next]: [StepRow[], number] = [[], 0];
  const flush = (to: number): void => {
    rows.push(...apart(left, others.slice(next, to)));
    left = [];
  };
  for (const row of stepRows(a)) {
    const at = places.get(there[row.index] ?? -1);
    const other = at === undefined ? undefined : others[at];
    if (at === undefined || other === undefined) {
      left.push(row);
      continue;
    }
    flush(at);
    next = at + 1;
    rows.push({ a: row, b: other, mark: valuesOf(row) === valuesOf(other) ? '' : '~' });
  }
  flush(others.length);
  return rows;
}

/** What each side does alone in one place. */
const apart = (left: readonly StepRow[], right: readonly StepRow[]): BesideRow[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, at): BesideRow => {
    const [a, b] = [left[at] ?? null, right[at] ?? null];
    return { a, b, mark: a === null ? '>' : b === null ? '<' : '|' };
  });

/** Details that say which object it is, not what becomes of it: other numbers are no other behaviour. */
const IDENTITIES: ReadonlySet<string> = new Set(['node', 'other', 'pfn', 'table', 'mm', 'piv', 'val']);

const valuesOf = ({ step, returned }: StepRow): string =>
  [...Object.entries(step.detail).filter(([name]) => !IDENTITIES.has(name)), ['=', returned?.detail['result']] as const]
    .map(([name, value]) => `${name}=${valueText(value).replaceAll(/#\d+/g, '#')}`)
    .join(' ');

/** Whether one side does something that the other does not: other values alone may be the same thing elsewhere. */
export const isApart = ({ mark }: BesideRow): boolean => mark !== '' && mark !== '~';

/** In a race, the thread that is in it; empty elsewhere. */
export const threadOf = ({ name }: Step): string => name.split(' · ', 2)[1] ?? '';

/** Rows that are shown, and how many alike are left out between them. */
export type Folded<Row> = readonly (Row | number)[];

/** Alike rows that are left around what differs, to see where it is. */
const CONTEXT = 2;
/** Fewer than these are shown instead of counted. */
const LEAST_FOLDED = 4;

/** Leaves out long runs of rows that are not what is looked for, nor near it. */
export function folded<Row>(rows: readonly Row[], isWanted: (row: Row) => boolean): Folded<Row> {
  const near = new Set<number>();
  for (const [at, row] of rows.entries())
    if (isWanted(row)) for (let by = -CONTEXT; by <= CONTEXT; by++) near.add(at + by);
  const shown: (Row | number)[] = [];
  for (let at = 0; at < rows.length;) {
    let end = at;
    while (end < rows.length && !near.has(end)) end++;
    if (end - at >= LEAST_FOLDED) shown.push(end - at);
    else shown.push(...rows.slice(at, end));
    at = end;
    while (at < rows.length && near.has(at)) shown.push(...rows.slice(at, ++at));
  }
  return shown;
}

/** The rows that stand out. */
export interface Marked {
  /** Where time stands. */
  readonly current: BesideRow | undefined;
  /** The first that differs. */
  readonly first: BesideRow | undefined;
}

/** Rows that are drawn at most; of more, those around where somebody stands. */
const MOST_ROWS = 300;

/** What is drawn of the rows: what differs, and where somebody stands. */
export function windowOf(rows: readonly BesideRow[], { current, first }: Marked): Folded<BesideRow> {
  const shown = folded(rows, (row) => row.mark !== '' || row === current);
  const at = shown.findIndex((row) => row === (current ?? first));
  const from = Math.max(0, Math.min(at - MOST_ROWS / 2, shown.length - MOST_ROWS));
  return shown.slice(from, from + MOST_ROWS);
}
