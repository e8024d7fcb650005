/**
 * `mm check`: every recorded fact that the model predicts otherwise, file by file as they are played. What was assumed or
 * left out is a message. A file that cannot be read does not keep the others from being checked.
 */

import {
  checkedFile,
  checkReport,
  checkTotals,
  reportLines,
  summaryLine,
  type CheckedFile,
  type CheckReport,
  type Playground,
  type Session,
} from 'mm-playground';
import { InputError, UsageError, type ExitCode } from '../exit.ts';
import { outputForm, type TaskOptions } from '../options.ts';
import { Printer, type OutputEvent } from '../printer.ts';
import { startProgress, type Progress } from '../progress.ts';
import { loadSession, openPlayground, play, replayExitCode, tell, tellNotices, worse } from '../replay.ts';

/** Checks files, and prints what diverges and the sums. */
export async function check(files: readonly string[], options: TaskOptions): Promise<ExitCode> {
  const { task, ...replay } = options;
  const playground = await openPlayground({ ...replay, ...(task !== undefined && { comparedTask: task }) }, 'off');
  const printer = new Printer(outputForm(options));
  const progress = startProgress();
  const reports: CheckReport[] = [];
  const checked: CheckedFile[] = [];
  let exitCode: ExitCode = 0;
  for (const file of files) {
    const session = await replayed(playground, file, options, progress);
    exitCode = worse(exitCode, session === null ? 2 : replayExitCode(session));
    if (session === null) continue;
    const report = checkReport(session);
    const data = checkedFile(session);
    reports.push(report);
    checked.push(data);
    printer.part({ text: () => reportLines(report), events: () => fileEvents(data) });
    tellNotices(session);
  }
  if (reports.length > 0) printTotals(printer, reports, checked);
  return exitCode;
}

/** The session after its file was played, or null where the file cannot be read; why was then said. */
async function replayed(
  playground: Playground,
  file: string,
  { until, task }: TaskOptions,
  progress: Progress,
): Promise<Session | null> {
  try {
    const session = await loadSession(playground, file);
    if (task !== undefined) demandTask(session, task);
    play(session, until, progress);
    return session;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell(error.message);
    return null;
  }
}

/** @throws UsageError where no line of the file is of this task */
function demandTask({ program }: Session, task: string): void {
  const tasks = new Set([
    program.initialTask,
    ...program.items.flatMap((item) => (item.kind === 'race' ? [] : item.task)),
  ]);
  const known = [...tasks].map((name) => (name === '' ? '(unnamed)' : name)).join(', ');
  if (!tasks.has(task)) throw new UsageError(`there is no task ${task} in ${program.file}; there is: ${known}`);
}

function printTotals(printer: Printer, reports: readonly CheckReport[], files: readonly CheckedFile[]): void {
  const totals = checkTotals(files);
  printer.part({ text: () => [summaryLine(reports)], events: () => [{ event: 'totals', ...totals }] });
  printer.end(() => ({ files, totals }));
}

function* fileEvents({ divergences, inferences, skipped, stopped, ...file }: CheckedFile): Generator<OutputEvent> {
  const named = { file: file.file };
  for (const divergence of divergences) yield { event: 'divergence', ...named, ...divergence };
  for (const inference of inferences) yield { event: 'inference', ...named, ...inference };
  for (const call of skipped) yield { event: 'skipped', ...named, ...call };
  if (stopped !== null) yield { event: 'stopped', ...named, ...stopped };
  yield { event: 'file', ...file, divergences: divergences.length, inferences: inferences.length };
}
