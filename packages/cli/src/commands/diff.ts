/** `mm diff`: one file on two machines, the first difference of each call, the final maps side by side, costs, and words. */

import { diffLines, diffReport, type DiffReport } from 'mm-playground';
import { UsageError, type ExitCode } from '../exit.ts';
import { outputForm } from '../options.ts';
import { Printer, type OutputEvent } from '../printer.ts';
import { play, replayExitCode, tellNotices, worse } from '../replay.ts';
import { loadSides, sidesOf, type SidesOptions } from '../sides.ts';

/** Plays a file on two machines and prints where they differ. */
export async function diff(file: string, options: SidesOptions): Promise<ExitCode> {
  const sides = sidesOf(options);
  if (sides.length !== 2)
    throw new UsageError('two machines are compared: say --kernel (or --arch, or --index) twice, once for each');
  const [a, b] = await loadSides(file, options, sides, 'marks');
  if (a === undefined || b === undefined) throw new UsageError('there is nothing to compare');
  let exitCode: ExitCode = 0;
  const told = new Set<string>();
  for (const session of [a, b]) {
    play(session, options.until);
    tellNotices(session, told);
    if (session.stopped !== null) exitCode = worse(exitCode, replayExitCode(session));
  }
  const report = diffReport(a, b);
  const printer = new Printer(outputForm(options));
  printer.part({ text: () => diffLines(report), events: () => events(report) });
  printer.end(() => report);
  return worse(exitCode, report.differences.length === 0 ? 0 : 1);
}

function* events({
  differences,
  maps,
  costs,
  indexCosts,
  words,
  calls,
  file,
  names,
}: DiffReport): Generator<OutputEvent> {
  for (const difference of differences) yield { event: 'difference', ...difference };
  for (const pair of maps) yield { event: 'maps', ...pair };
  if (costs !== null) yield { event: 'costs', data: costs };
  if (indexCosts !== null) yield { event: 'index-costs', data: indexCosts };
  yield { event: 'words', ...words };
  yield { event: 'totals', file, names, calls, differences: differences.length };
}
