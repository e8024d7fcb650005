/**
 * A call as a plain-text report, fit for a mail: no line is longer than 72 columns. One report tells a call on one kernel; two
 * are put beside each other, with a mark where their steps first differ.
 */

import { cut, MAIL_WIDTH, wrapped, wrappedWords } from './columns.ts';
import type { CallReport, CounterChange, ReportStep } from './call-report.ts';

const INDENT = '  ';
/** Columns of the names of steps beside strips. */
const NAME_WIDTH = 26;
/** Columns that are left for a strip beside a name. */
export const REPORT_STRIP_WIDTH: number = MAIL_WIDTH - INDENT.length - NAME_WIDTH - 1;

/** The report of a call. */
export function callReportLines(report: CallReport): string[] {
  return [
    ...headLines(report, [report]),
    '',
    'VMAs, a letter a page:',
    '',
    ...stripTable(report, report.strips.length === 1 ? 'unchanged' : 'before'),
    ...legend([report]),
    ...counterTable([report]),
    '',
    'Steps:',
    '',
    ...stepLines(report.steps),
  ];
}

/** The same call on two kernels or architectures, beside each other. */
export function comparedReportLines(a: CallReport, b: CallReport): string[] {
  const reports = [a, b];
  return [
    ...headLines(a, reports),
    '',
    'VMAs, a letter a page:',
    ...reports.flatMap((report) => [
      '',
      `${INDENT}${sideName(report, reports)}:`,
      ...stripTable(report, report.strips.length === 1 ? 'unchanged' : 'before'),
    ]),
    ...legend(reports),
    ...counterTable(reports),
    '',
    'Steps:',
    '',
    ...besides(a, b),
  ];
}

function headLines(report: CallReport, reports: readonly CallReport[]): string[] {
  const { title, file, line, text } = report;
  const place = `${file}, line ${line}`;
  const [only] = reports.length === 1 ? reports : [];
  return [
    ...(title === null ? [] : [...wrapped(title, '', ''), '']),
    ...wrapped(only === undefined ? place : `${place}, on kernel ${only.kernel}, ${only.arch}`),
    '',
    ...wrapped(text, INDENT),
    ...reports.flatMap((side) => wrapped(resultLine(side, reports), INDENT)),
  ];
}

function resultLine(report: CallReport, reports: readonly CallReport[]): string {
  const result = `= ${report.result ?? '?'}`;
  return reports.length === 1 ? result : `${result} on ${sideName(report, reports)}`;
}

/** What tells a side from the other: its kernel, its architecture, or both. */
function sideName({ kernel, arch }: CallReport, reports: readonly CallReport[]): string {
  const differ = (of: (report: CallReport) => string): boolean => new Set(reports.map(of)).size > 1;
  const archs = differ((report) => report.arch);
  if (archs && differ((report) => report.kernel)) return `${kernel} ${arch}`;
  return archs ? arch : kernel;
}

function stripTable({ strips }: CallReport, first: string): string[] {
  return strips.flatMap(({ step, lines }, at) => {
    const name = at === 0 ? first : (step ?? 'after');
    const drawn = lines.length === 0 ? ['(nothing)'] : lines;
    return drawn.map((line, row) =>
      `${INDENT}${cut(row === 0 ? name : '', NAME_WIDTH).padEnd(NAME_WIDTH)} ${line}`.trimEnd(),
    );
  });
}

function legend(reports: readonly CallReport[]): string[] {
  const lines = [...new Set(reports.flatMap((report) => report.legend))];
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => wrappedWords(line, INDENT))];
}

/** Counters that changed, a column a side. */
function counterTable(reports: readonly CallReport[]): string[] {
  const names = [...new Set(reports.flatMap(({ counters }) => counters.map(({ name }) => name)))];
  if (names.length === 0) return ['', 'No counter changed.'];
  const heads = reports.map((report) => (reports.length === 1 ? '' : sideName(report, reports)));
  const rows = names.map((name) => reports.map(({ counters }) => changeOf(counters.find((one) => one.name === name))));
  const width = (column: number): number =>
    Math.max(heads[column]?.length ?? 0, ...rows.map((row) => row[column]?.length ?? 0));
  const line = (name: string, cells: readonly string[]): string =>
    cut(
      `${INDENT}${name.padEnd(14)}${cells.map((cell, at) => `  ${cell.padEnd(width(at))}`).join('')}`.trimEnd(),
      MAIL_WIDTH,
    );
  return [
    '',
    'Counters:',
    '',
    ...(reports.length === 1 ? [] : [line('', heads)]),
    ...rows.map((cells, at) => line(names[at] ?? '', cells)),
  ];
}

const changeOf = (change: CounterChange | undefined): string =>
  change === undefined ? 'the same' : `${change.before} -> ${change.after}`;

/** The steps as an indented list of names; `*` marks those that changed VMAs, `!` what is not right until the call is done. */
function stepLines(steps: readonly ReportStep[]): string[] {
  const lines: string[] = [];
  for (const [text, count] of repeated(steps.map(stepText))) {
    const [first = '', ...more] = text;
    lines.push(...wrapped(count > 1 ? `${first} (${count} times)` : first, '', first.replace(/\S.*/, '    ')), ...more);
  }
  return lines;
}

/** A step with what changed in it, line by line. */
function stepText(step: ReportStep): string[] {
  const { depth, counters, vmas, wrong } = step;
  const indent = INDENT.repeat(depth + 1);
  const changes = counters.map(({ name, before, after }) => `${name} ${before} -> ${after}`).join(', ');
  return [
    `${vmas ? '*' : ' '}${indent.slice(1)}${nameText(step)}`,
    ...(changes === '' ? [] : wrapped(changes, `${indent}    `)),
    ...wrong.flatMap((what) => wrapped(`! ${what}`, `${indent}    `)),
  ];
}

const nameText = ({ name, tracepoint, result }: ReportStep): string => {
  const text = result === null ? name : `${name} = ${result}`;
  return tracepoint ? `/* ${text} */` : text;
};

/** Equal neighbours as one, with their number. */
function repeated(texts: readonly string[][]): [text: string[], count: number][] {
  const runs: [string[], number][] = [];
  for (const text of texts) {
    const last = runs.at(-1);
    if (last !== undefined && last[0].join('\n') === text.join('\n')) last[1]++;
    else runs.push([text, 1]);
  }
  return runs;
}

/** Steps beside each other; what both begin and end with stands in one line, and `!` marks the first difference. */
function besides(a: CallReport, b: CallReport): string[] {
  const [left, right] = [a, b].map(({ steps }) =>
    repeated(steps.map((step) => [`${' '.repeat(step.depth)}${step.vmas ? '*' : ''}${nameText(step)}`])).map(
      ([[text = '']], at, runs) => ((runs[at]?.[1] ?? 1) > 1 ? `${text} x${runs[at]?.[1]}` : text),
    ),
  ) as [string[], string[]];
  const column = Math.floor((MAIL_WIDTH - INDENT.length - 3) / 2);
  const row = (x: string, mark: string, y: string): string =>
    `${INDENT}${cut(x, column).padEnd(column)} ${mark} ${cut(y, column)}`.trimEnd();
  const first = left.findIndex((text, at) => text !== right[at]);
  const differsAt = first >= 0 ? first : left.length === right.length ? -1 : left.length;
  return [
    row(sideName(a, [a, b]), ' ', sideName(b, [a, b])),
    ...aligned(left, right).map(([x, y], at) => row(x, at === differsAt ? '!' : x === y ? ' ' : '|', y)),
  ];
}

/** Pairs of lines: what both begin with, then what differs, then what both end with. */
function aligned(left: readonly string[], right: readonly string[]): [string, string][] {
  let head = 0;
  while (head < Math.min(left.length, right.length) && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < Math.min(left.length, right.length) - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const middle = Math.max(left.length, right.length) - head - tail;
  const pair = (x: string | undefined, y: string | undefined): [string, string] => [x ?? '', y ?? ''];
  const [leftEnd, rightEnd] = [left.length - tail, right.length - tail];
  return [
    ...left.slice(0, head).map((text) => pair(text, text)),
    ...Array.from({ length: middle }, (_, at) =>
      pair(head + at < leftEnd ? left[head + at] : undefined, head + at < rightEnd ? right[head + at] : undefined),
    ),
    ...left.slice(leftEnd).map((text) => pair(text, text)),
  ];
}
