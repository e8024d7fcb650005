/** `mm fail`: every step that can fail, failed in turn, and what the caller got and what was left behind, by machine. */

import {
  failLines,
  failReport,
  failSummary,
  sweepFailures,
  type FailReport,
  type Session,
  type Sweep,
  type SweepOptions,
} from 'mm-playground';
import { outputForm } from '../options.ts';
import { Printer, type OutputEvent } from '../printer.ts';
import { startProgress } from '../progress.ts';
import { lastLineOf, notPlayed, replayExitCode, tellNotices, worse } from '../replay.ts';
import { loadSides, sidesOf, type SidesOptions } from '../sides.ts';
import type { ExitCode } from '../exit.ts';

/** Options of `mm fail`. */
export interface FailOptions extends SidesOptions {
  /** The line of the one call to sweep. */
  readonly call?: number;
  readonly pairs?: boolean;
}

/** Sweeps the calls of a file on each machine that was asked for. */
export async function fail(file: string, options: FailOptions): Promise<ExitCode> {
  const sessions = await loadSides(file, options, sidesOf(options), 'marks');
  let exitCode: ExitCode = 0;
  const told = new Set<string>();
  const sweeps = sessions.map((session) => {
    const sweep = swept(session, options);
    tellNotices(sweep.session, told);
    if (sweep.session.stopped !== null) exitCode = worse(exitCode, replayExitCode(sweep.session));
    return sweep;
  });
  const report = failReport(sweeps);
  const printer = new Printer(outputForm(options));
  printer.part({ text: () => [...failLines(report), failSummary(report.totals)], events: () => events(report) });
  printer.end(() => report);
  return worse(exitCode, report.totals.violations === 0 ? 0 : 1);
}

function swept(session: Session, { call, pairs, until }: FailOptions): Sweep {
  const untilLine = call === undefined ? until : lastLineOf(session, call);
  const wanted: SweepOptions = {
    ...(call !== undefined && { callLine: call }),
    ...(untilLine !== undefined && { untilLine }),
    pairs: pairs === true,
  };
  const progress = startProgress();
  const sweeping = sweepFailures(session.program, session.options, wanted);
  for (;;) {
    const turn = sweeping.next();
    if (turn.done !== true) {
      progress.at(turn.value.swept, turn.value.total, session.program.file);
      continue;
    }
    progress.clear();
    if (call !== undefined && turn.value.session.callAt(call) === null) throw notPlayed(session, call);
    return turn.value;
  }
}

function* events({ calls, totals }: FailReport): Generator<OutputEvent> {
  for (const { failures, ...call } of calls)
    for (const failure of failures) yield { event: 'failure', ...call, failure };
  yield { event: 'totals', ...totals };
}
