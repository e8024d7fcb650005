/**
 * What a failure sweep found: a table for each call and each machine, a line a failed step, with what the caller got, what
 * became of the mappings that were there, and whether anything is wrong with it. A gap is an outcome, as kernels have it; what
 * is wrong stands below its line.
 */

import type { CallResult } from '@mm-playground/api';
import { resultText } from './call-line.ts';
import type { Broken, Failure, LeftBehind, Session, Sweep, SweptCall } from '@mm-playground/session';

/** A failure sweep as data. */
export interface FailReport {
  readonly file: string;
  readonly calls: readonly FailedCall[];
  readonly totals: { readonly points: number; readonly violations: number };
}

/** One call on one machine. */
export interface FailedCall {
  readonly line: number;
  readonly task: string;
  /** The call as one line of source, without its result. */
  readonly text: string;
  readonly kernel: string;
  readonly arch: string;
  /** What the call gives when nothing fails, as strace prints it. */
  readonly result: string;
  readonly failures: readonly FailureRow[];
}

/** One failed step, or a pair of them. */
export interface FailureRow {
  /** `vm_area_alloc#2`: the second visit of that step. */
  readonly failed: readonly string[];
  readonly outcome: Failure['outcome'];
  /** What the caller got; null where the model stopped. */
  readonly result: string | null;
  /** What became of what was mapped; null where the call was done all the same. */
  readonly oldMappings: LeftBehind['oldMappings'] | null;
  readonly gapPages: number;
  readonly lostPages: number;
  readonly counters: LeftBehind['counters'];
  readonly violations: readonly Broken[];
  /** What the same call gives afterwards when nothing fails. */
  readonly retry: string | null;
}

/** The sweeps of one file on one or more machines. Calls stand in file order, and machines in theirs. */
export function failReport(sweeps: readonly Sweep[]): FailReport {
  const calls = sweeps
    .flatMap((sweep) => sweep.calls.map((call) => failedCall(call, sweep.session)))
    .sort((a, b) => a.line - b.line);
  const rows = calls.flatMap(({ failures }) => failures);
  const violations = rows.reduce((sum, row) => sum + row.violations.length, 0);
  return { file: sweeps[0]?.session.program.file ?? '', calls, totals: { points: rows.length, violations } };
}

const failedCall = ({ item, result, failures }: SweptCall, { options }: Session): FailedCall => ({
  line: item.span.line,
  task: item.task,
  text: item.text,
  kernel: options.kernel.id,
  arch: options.arch.spec,
  result: resultText(item.name, result),
  failures: failures.map((failure) => failureRow(item.name, failure)),
});

function failureRow(call: string, { points, outcome, result, left, broken, retry }: Failure): FailureRow {
  const text = (answer: CallResult | null): string | null => (answer === null ? null : resultText(call, answer));
  return {
    failed: points.map(({ step, visit }) => `${step}#${visit}`),
    outcome,
    result: text(result),
    oldMappings: left?.oldMappings ?? null,
    gapPages: left?.gapPages ?? 0,
    lostPages: left?.lostPages ?? 0,
    counters: left?.counters ?? [],
    violations: broken,
    retry: text(retry),
  };
}

/** The last line of a sweep. */
export const failSummary = ({ points, violations }: FailReport['totals']): string =>
  `${points} failure points, ${violations} violations`;

const HEADINGS = ['step failed', 'result', 'old mappings', 'counters', 'again', 'verdict'];

/** The tables, a call at a time. */
export function failLines({ file, calls }: FailReport): string[] {
  const lines: string[] = [];
  for (const [at, call] of calls.entries()) {
    const before = calls[at - 1];
    if (before?.line !== call.line) lines.push(...(at === 0 ? [] : ['']), `${file}:${call.line}: ${call.text}`);
    lines.push(`${call.kernel}, ${call.arch}: ${call.result} when nothing fails`);
    lines.push(...table(call));
  }
  return lines;
}

function table({ failures, result }: FailedCall): string[] {
  const cells = failures.map((row) => cellsOf(row, result));
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [
    line(HEADINGS),
    ...failures.flatMap(({ violations }, at) => [
      line(cells[at] ?? []),
      ...violations.map(({ property, what }) => `    ${property}: ${what}`),
    ]),
  ];
}

function cellsOf(row: FailureRow, normal: string): string[] {
  const { failed, outcome, result, counters, violations, retry } = row;
  return [
    failed.join(' + '),
    result === null ? '-' : shortResult(result),
    oldMappings(row),
    counters.map(({ name, before, after }) => `${name} ${signed(after - before)}`).join(' ') || '-',
    retry === null ? '-' : retry === normal ? 'the same' : shortResult(retry),
    violations.length > 0 ? 'VIOLATED' : outcome === 'not modelled' ? 'not modelled' : 'ok',
  ];
}

/** `-1 ENOMEM (Cannot allocate memory)` is ENOMEM here. */
const shortResult = (result: string): string => /^-1 (\w+)/.exec(result)?.[1] ?? result;

function oldMappings({ outcome, oldMappings: old, gapPages, lostPages }: FailureRow): string {
  if (old === null) return outcome === 'failed' ? '-' : outcome;
  const pages = (count: number): string => `${count} page${count === 1 ? '' : 's'}`;
  if (old === 'lost') return `lost: ${pages(lostPages)}${gapPages > 0 ? `, gap of ${pages(gapPages)}` : ''}`;
  return old === 'gap' ? `gap of ${pages(gapPages)}` : old;
}

const signed = (count: number): string => (count > 0 ? `+${count}` : String(count));
