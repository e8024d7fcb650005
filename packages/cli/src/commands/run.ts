/**
 * `mm run`: each call with the result that the model gives, then what was asked to be shown at that point. No more of
 * the past is kept than that needs: steps where steps are shown, and marks where anything is, for a task that has ended is
 * shown as it was before it ended.
 */

import { runCalls, runLines, stopOf, type RecordMode, type Session } from 'mm-playground';
import { outputForm, type TaskOptions, type Showable } from '../options.ts';
import { Printer, type OutputEvent } from '../printer.ts';
import { loadSession, openPlayground, play, replayExitCode, tell, tellNotices, viewOf } from '../replay.ts';
import { SHOWN } from './show.ts';
import type { ExitCode } from '../exit.ts';

/** Runs a file up to a line, and prints calls and what is to be shown. */
export async function run(
  file: string,
  options: TaskOptions & { readonly show: readonly Showable[] },
): Promise<ExitCode> {
  const session = await loadSession(await openPlayground(options, recordFor(options.show)), file);
  play(session, options.until);
  const printer = new Printer(outputForm(options));
  printer.part({
    text: () => runLines(session, options.until),
    events: () => runEvents(session),
  });
  const shown = printShown(printer, session, options);
  printer.end(() => ({ ...about(session), calls: runCalls(session), stopped: stopOf(session), shown }));
  tellNotices(session);
  if (session.divergences.length > 0) tell(`${file}: ${session.divergences.length} divergences: mm check lists them`);
  return replayExitCode(session);
}

function* runEvents(session: Session): Generator<OutputEvent> {
  for (const call of runCalls(session)) yield { event: 'call', ...call };
  const stop = stopOf(session);
  if (stop !== null) yield { event: 'stopped', ...stop };
}

function recordFor(show: readonly Showable[]): RecordMode {
  if (show.includes('steps')) return 'steps';
  return show.length > 0 ? 'marks' : 'off';
}

function printShown(
  printer: Printer,
  session: Session,
  { show, task }: { readonly show: readonly Showable[]; readonly task?: string },
): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const what of new Set(show)) {
    const view = viewOf(session, task);
    const { lines, data } = SHOWN[what];
    const at = { session, view, task };
    printer.part({ text: () => lines(at), events: () => [{ event: what, data: data(at) }] });
    if (printer.form === 'document') shown[what] = data(at);
  }
  return shown;
}

const about = ({ program, options: { kernel, arch, index }, mode }: Session): Record<string, string> => ({
  file: program.file,
  kernel: kernel.id,
  arch: arch.spec,
  index: index.id,
  mode,
});
