/** `mm tables`: the page tables as an image that any independent MMU can walk (`--json`), or their leaves as text. */

import { pageTableImage, pageTableLines, type PageTableImage } from 'mm-playground';
import { outputForm, type TaskOptions } from '../options.ts';
import { Printer, type OutputEvent } from '../printer.ts';
import { loadSession, openPlayground, play, replayExitCode, tellNotices, viewOf } from '../replay.ts';
import type { ExitCode } from '../exit.ts';

/** Plays a file up to a line, and prints the page tables of the task. */
export async function tables(file: string, options: TaskOptions): Promise<ExitCode> {
  const session = await loadSession(await openPlayground(options, 'marks'), file);
  play(session, options.until);
  const view = viewOf(session, options.task);
  const printer = new Printer(outputForm(options));
  printer.part({ text: () => pageTableLines(view), events: () => imageEvents(pageTableImage(view)) });
  printer.end(() => pageTableImage(view));
  tellNotices(session);
  return replayExitCode(session);
}

function* imageEvents({ image, leaves, vmas, ...about }: PageTableImage): Generator<OutputEvent> {
  yield { event: 'tables', ...about };
  for (const page of image) yield { event: 'page', ...page };
  for (const leaf of leaves) yield { event: 'leaf', ...leaf };
  for (const vma of vmas) yield { event: 'vma', ...vma };
}
