/**
 * What a check says of a played session: every fact that the model predicts otherwise, what had to be assumed, and how
 * much was compared; as data, and as the lines of text that other tools read.
 */

import type { Divergence, LocatedInference } from '@mm-playground/event-bus';
import type { Session, SkippedCall, Stopped } from './types.ts';

/** The outcome of a replay. */
export interface CheckReport {
  readonly file: string;
  /** Calls and checkpoints that were compared. */
  readonly calls: number;
  readonly checkpoints: number;
  readonly divergences: readonly Divergence[];
  readonly inferences: readonly LocatedInference[];
  readonly skipped: readonly SkippedCall[];
  readonly stopped: Stopped | null;
}

/** The outcome of what was played so far. */
export const checkReport = (session: Session): CheckReport => ({
  file: session.program.file,
  calls: session.compared.calls,
  checkpoints: session.compared.checkpoints,
  divergences: session.divergences,
  inferences: session.inferences,
  skipped: session.skipped,
  stopped: session.stopped,
});

/** `FILE:LINE: WHAT: recorded X, model Y`. */
export const formatDivergence = ({ file, line, what, recorded, model, unresolved }: Divergence): string =>
  `${file}:${line}: ${what}${unresolved ? ' (unresolved)' : ''}: recorded ${recorded}, model ${model}`;

/** The lines of a report that stand on standard output: a line for each divergence, in file order. */
export const reportLines = (report: CheckReport): string[] =>
  report.divergences.toSorted((a, b) => a.line - b.line).map(formatDivergence);

/** The lines that are said besides: what was assumed, skipped, and why the replay stopped. */
export function noticeLines({ file, inferences, skipped, stopped }: CheckReport): string[] {
  return [
    ...inferences.map((inference) => `${file}:${inference.line}: inferred (${inference.kind}): ${inference.what}`),
    ...skipped.map(({ item, message }) => `${file}:${item.span.line}: skipped: ${message}`),
    ...(stopped === null ? [] : [`${file}:${stopped.item.span.line}: stopped: ${stopped.message}`]),
  ];
}

/** `1 files, 42 calls, 3 checkpoints, 0 divergences, 0 inferences`: the last line of a check over these reports. */
export function summaryLine(reports: readonly CheckReport[]): string {
  const sum = (count: (report: CheckReport) => number): number => reports.reduce((n, report) => n + count(report), 0);
  return [
    `${reports.length} files`,
    `${sum(({ calls }) => calls)} calls`,
    `${sum(({ checkpoints }) => checkpoints)} checkpoints`,
    `${sum(({ divergences }) => divergences.length)} divergences`,
    `${sum(({ inferences }) => inferences.length)} inferences`,
  ].join(', ');
}
