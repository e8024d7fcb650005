/** `mm steps`: the named steps of one call as an indented call graph, with the state that each changed. */

import { playedLine, runCall, stepData, stepLines, stepRows } from 'mm-playground';
import type { ExitCode } from '../exit.ts';
import { outputForm, type ReplayOptions } from '../options.ts';
import { Printer } from '../printer.ts';
import { lastLineOf, loadSession, notPlayed, openPlayground, play, replayExitCode, tellNotices } from '../replay.ts';

/** Plays a file through the call on a line, and prints what the call did. */
export async function steps(file: string, options: ReplayOptions & { readonly call: number }): Promise<ExitCode> {
  const session = await loadSession(await openPlayground(options, 'steps'), file);
  play(session, lastLineOf(session, options.call));
  tellNotices(session);
  const at = session.callAt(options.call);
  const call = at === null ? undefined : session.calls[at];
  if (at === null || call === undefined) throw notPlayed(session, options.call);
  const rows = stepRows(session, at);
  const printer = new Printer(outputForm(options));
  printer.part({
    text: () => [playedLine(call), ...stepLines(rows).map((line) => `  ${line}`)],
    events: () => [
      { event: 'call', ...runCall(call) },
      ...stepData(rows).map(({ kind, ...step }) => ({ event: kind, ...step })),
    ],
  });
  printer.end(() => ({ file, ...runCall(call), steps: stepData(rows) }));
  return replayExitCode(session);
}
