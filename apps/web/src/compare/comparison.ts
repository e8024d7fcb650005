/*
 * The same program on another architecture, or another branch of it on the same: what of it is state, where its cursor stands, what its costs
 * are beside those of the shown one, and which calls answer otherwise. Everything here is a pure function.
 */
import { vpn, type CostView, type Selection } from '@mm-playground/api';
import { endOf, samePosition, type CallRow, type Position } from '@mm-playground/viewers';
import type { Played } from '../played.ts';
import type { AppState } from '../state.ts';
import { alignmentOf, partnerOf } from './alignment.ts';

/** A program beside the shown one. */
export interface Comparison {
  /** As `--arch` takes it; empty for the shown one. */
  readonly arch: string;
  /** The branch that is played; null for the shown text. */
  readonly branch: number | null;
  /** What was played; null until it was, or where it cannot be. */
  readonly played: Played | null;
  /** Why it cannot be played. */
  readonly trouble: string | null;
  /** Whether it is older than the program and the machine. */
  readonly stale: boolean;
}

/** A comparison with this architecture, to be played. */
export const besides = (arch: string): Comparison => ({ arch, branch: null, played: null, trouble: null, stale: true });

/** A comparison with this branch, to be played. */
export const besidesBranch = (branch: number): Comparison => ({ ...besides(''), branch });

/** Whether two are with the same. */
export const sameComparison = (a: Comparison | null, b: Comparison): boolean =>
  a?.arch === b.arch && a.branch === b.branch;

/** What a link says of a comparison: branches are nobody else's. */
export const linkedArch = (comparison: Comparison | null): string | null =>
  comparison?.branch === null ? comparison.arch : null;

/** What plays otherwise makes a comparison stale. */
const PLAYS = ['source', 'choice', 'skipUnmodelled', 'followed'] as const;

/** The comparison of a state that came from another one. */
export function refreshed(before: AppState, now: AppState): Comparison | null {
  const { comparison } = now;
  if (comparison === null || comparison.branch === null || hasBranch(now, comparison.branch)) {
    const same = PLAYS.every((part) => before[part] === now[part]);
    return comparison === null || comparison.stale || same ? comparison : { ...comparison, stale: true };
  }
  return null;
}

/** Whether there is another branch of this number: nobody compares the open one with itself. */
const hasBranch = ({ branches }: AppState, id: number): boolean =>
  branches !== null && branches.current !== id && branches.list.some((branch) => branch.id === id);

/** Where the other cursor stands: in the same call, after as many steps; when one has returned, so has the other. */
export function besidesPosition(shown: Played, other: Played, position: Position): Position {
  const alignment = alignmentOf(shown, other);
  const call = partnerOf(alignment, position.call);
  const end = endOf(other.calls, call);
  const isComplete = samePosition(position, endOf(shown.calls, position.call));
  return isComplete || alignment.there[position.call] !== call
    ? end
    : { call, step: Math.min(position.step, end.step) };
}

/** A selection in pages of another size: the same bytes, outwards to whole pages. */
export function resized(selection: Selection | null, from: number, to: number): Selection | null {
  if (selection === null || from === to) return selection;
  const scale = 2 ** (from - to);
  const start = vpn(Math.floor(selection.start * scale));
  const end = vpn(Math.max(start + 1, Math.ceil(selection.end * scale)));
  return { kind: selection.kind === 'page' ? 'page' : 'range', start, end };
}

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

/** A call that answers otherwise, or that only one side makes. */
export interface Otherwise {
  /** In the shown program: of a call that only the other one makes, the call before it. */
  readonly call: number;
  readonly line: number;
  readonly text: string;
  /** What each side answers; null where it makes no such call. */
  readonly results: readonly [string | null, string | null];
  /** Whether one of them fails and the other does not. */
  readonly isFailure: boolean;
}

/**
 * The calls whose results differ, and those of one side alone, in order: the first is where they part. Addresses that a kernel chooses do
 * differ, where the layout of a process is another.
 */
export function otherwise(a: Played, b: Played): Otherwise[] {
  const { there, back } = alignmentOf(a, b);
  const found: Otherwise[] = [];
  const added = (call: number, from: number, to: number): void => {
    for (const row of b.calls.slice(from, to))
      if ((back[row.index] ?? -1) < 0) found.push(alone(row, call, [null, row.result]));
  };
  let next = 0;
  for (const row of a.calls) {
    const partner = b.calls[there[row.index] ?? -1];
    if (partner === undefined) {
      found.push(alone(row, row.index, [row.result, null]));
      continue;
    }
    added(row.index - 1, next, partner.index);
    next = partner.index + 1;
    const { index: call, line, text, failed, result } = row;
    if (partner.result !== result)
      found.push({ call, line, text, results: [result, partner.result], isFailure: failed !== partner.failed });
  }
  added(a.calls.length - 1, next, b.calls.length);
  return found;
}

const alone = ({ line, text }: CallRow, call: number, results: Otherwise['results']): Otherwise => ({
  ...{ call, line, text, results },
  isFailure: false,
});
