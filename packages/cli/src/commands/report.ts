/** `mm report`: one call as a plain-text report of 72 columns, on one machine or on two beside each other. */

import { StripLetters } from '@mm-playground/script';
import {
  callReport,
  callReportLines,
  comparedReportLines,
  REPORT_STRIP_WIDTH,
  type CallReport,
  type Session,
} from 'mm-playground';
import { UsageError, type ExitCode } from '../exit.ts';
import { outputForm } from '../options.ts';
import { Printer } from '../printer.ts';
import { lastLineOf, notPlayed, play, replayExitCode, tellNotices, worse } from '../replay.ts';
import { loadSides, sidesOf, type SidesOptions } from '../sides.ts';

/** Options of `mm report`. */
export interface ReportOptions extends SidesOptions {
  /** The line of the call. */
  readonly call: number;
  readonly tracepoints?: boolean;
}

/** Plays a file through the call on a line, and reports the call. */
export async function report(file: string, options: ReportOptions): Promise<ExitCode> {
  const sides = sidesOf(options);
  if (sides.length > 2) throw new UsageError('two machines stand beside each other, no more');
  const sessions = await loadSides(file, options, sides, 'steps');
  const letters = new StripLetters();
  let exitCode: ExitCode = 0;
  const told = new Set<string>();
  const reports = sessions.map((session) => {
    const played = reported(session, options, letters, told);
    exitCode = worse(exitCode, replayExitCode(session));
    return played;
  });
  const [a, b] = reports;
  const printer = new Printer(outputForm(options));
  printer.part({
    text: () => (a === undefined ? [] : b === undefined ? callReportLines(a) : comparedReportLines(a, b)),
    events: () => reports.map((one) => ({ event: 'report', ...one })),
  });
  printer.end(() => ({ reports }));
  return exitCode;
}

function reported(
  session: Session,
  { call, tracepoints }: ReportOptions,
  letters: StripLetters,
  told: Set<string>,
): CallReport {
  play(session, lastLineOf(session, call));
  tellNotices(session, told);
  const at = session.callAt(call);
  if (at === null) throw notPlayed(session, call);
  return callReport(session, at, { tracepoints: tracepoints === true, stripWidth: REPORT_STRIP_WIDTH, letters });
}
