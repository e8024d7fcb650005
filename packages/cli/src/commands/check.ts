/**
 * `mm check`: every recorded fact that the model predicts otherwise, file by file as they are played, and every `#@ expect` that is not
 * what is found on its kernel. What was assumed or left out is a message. A file that cannot be read does not keep the others from
 * being checked.
 */

import {
  checkedFile,
  checkReport,
  checkTotals,
  isRace,
  reportLines,
  summaryLine,
  withVerdicts,
  type CheckedFile,
  type CheckReport,
  type Playground,
  type Session,
} from 'mm-playground';
import { InputError, UsageError, type ExitCode } from '../exit.ts';
import { readSource } from '../input.ts';
import { outputForm, type TaskOptions } from '../options.ts';
import { Printer, type OutputEvent } from '../printer.ts';
import { startProgress, type Progress } from '../progress.ts';
import { loadSession, openPlayground, play, replayExitCode, tell, tellNotices, worse } from '../replay.ts';
import { isVerdict, verdictsOf, type SourceRead } from '../verdicts.ts';

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
    const result = await checkFile(playground, file, options, progress);
    exitCode = worse(exitCode, result?.exitCode ?? 2);
    if (result === null) continue;
    const { report, session } = result;
    const data = checkedFile(session, report);
    reports.push(report);
    checked.push(data);
    printer.part({ text: () => reportLines(report), events: () => fileEvents(data) });
  }
  if (reports.length > 0) printTotals(printer, reports, checked);
  return exitCode;
}

/** What came of a file. */
interface Checked {
  readonly session: Session;
  readonly report: CheckReport;
  readonly exitCode: ExitCode;
}

/** Checks one file; null where it cannot be read or played, and why was said. */
async function checkFile(
  playground: Playground,
  file: string,
  options: TaskOptions,
  progress: Progress,
): Promise<Checked | null> {
  const { until, task } = options;
  try {
    const read = { bytes: await readSource(file, playground.registry.scripts), told: new Set<string>() };
    const session = await loadSession(playground, file, read);
    if (task !== undefined) demandTask(session, task);
    play(session, until, progress);
    if (session.program.story.expect.length > 0) {
      if (until === undefined) return await judgedFile(playground, session, options, read, progress);
      tell(`${file}: what it expects is not judged: --until ends before the end`);
    }
    tellNotices(session);
    return { session, report: checkReport(session), exitCode: replayExitCode(session) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell(error.message);
    return null;
  }
}

/**
 * A file that expects something. What is violated is judged then; on the kernel that the file was played on it counts by itself only where
 * nothing is expected of that one.
 *
 * @throws InputError where it expects what there is not, or cannot be played on one of its kernels
 */
async function judgedFile(
  playground: Playground,
  session: Session,
  options: TaskOptions,
  read: SourceRead,
  progress: Progress,
): Promise<Checked> {
  const verdicts = await verdictsOf(playground, session.program, options, read, progress);
  const report = withVerdicts(checkReport(session), verdicts);
  const ownExit = report.divergences.length === 0 ? 0 : 1;
  const isJudged = isRace(session.program) || verdicts.some(({ kernel }) => kernel === session.options.kernel.id);
  if (isJudged && isVerdict(session)) return { session, report: { ...report, stopped: null }, exitCode: ownExit };
  tellNotices(session, read.told);
  return { session, report, exitCode: worse(replayExitCode(session), ownExit) };
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
