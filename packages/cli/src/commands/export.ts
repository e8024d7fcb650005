/** `mm export`: a script in another form, on standard output. */

import { decode, loadFile, parseStrip, stripScript, toC } from '@mm-playground/script';
import { formatDiagnostic } from '@mm-playground/api';
import { callStrips, stepStrips } from 'mm-playground';
import { InputError, problem, UsageError, type ExitCode } from '../exit.ts';
import { readInput } from '../input.ts';
import {
  lastLineOf,
  loadSession,
  notPlayed,
  openPlayground,
  play,
  replayExitCode,
  tell,
  tellNotices,
} from '../replay.ts';
import type { EXPORT_FORMS, ReplayOptions } from '../options.ts';

/** Options of `mm export`. */
export interface ExportOptions extends ReplayOptions {
  readonly to: (typeof EXPORT_FORMS)[number];
  /** The line of the call whose steps are drawn. */
  readonly call?: number;
}

/** Prints a file in another form. @throws InputError where it cannot be read, or has no such form. */
export async function exportFile(file: string, options: ExportOptions): Promise<ExitCode> {
  if (options.to === 'strips') return exportStrips(file, options);
  refuseReplayOptions(options);
  process.stdout.write(options.to === 'c' ? await asC(file) : await asScript(file));
  return 0;
}

/** What is not played has no kernel and no lines to stop at. */
function refuseReplayOptions({ to, until, call, kernel, arch, index, plugin, skipUnmodelled }: ExportOptions): void {
  const given = { until, call, kernel, arch, index, plugin: plugin[0], 'skip-unmodelled': skipUnmodelled };
  const [unused] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (unused !== undefined) throw new UsageError(`--${unused} is for --to strips: --to ${to} plays nothing`);
}

async function asC(file: string): Promise<string> {
  const { program, diagnostics } = await loadFile(await readInput(file), { file });
  if (program === undefined) throw new InputError(diagnostics);
  for (const diagnostic of diagnostics) tell(formatDiagnostic(diagnostic));
  const made = toC(program);
  if (made.text === undefined) throw new InputError(made.diagnostics);
  return made.text;
}

/** A strip as the script that builds it. */
async function asScript(file: string): Promise<string> {
  const { text, diagnostics } = await decode(await readInput(file), { file });
  if (text === undefined) throw new InputError(diagnostics);
  const read = parseStrip(text, { file });
  if (read.strip === undefined) throw new InputError(read.diagnostics);
  const script = stripScript(read.strip);
  if (script.text === undefined) throw new InputError(script.refused.map((message) => problem(file, message)));
  return script.text;
}

async function exportStrips(file: string, options: ExportOptions): Promise<ExitCode> {
  const { call, until } = options;
  if (call !== undefined && until !== undefined)
    throw new UsageError('--call LINE says where to stop: --until is for all calls');
  const session = await loadSession(await openPlayground(options, call === undefined ? 'marks' : 'steps'), file);
  play(session, call === undefined ? until : lastLineOf(session, call));
  tellNotices(session);
  const at = call === undefined ? undefined : session.callAt(call);
  if (call !== undefined && at === null) throw notPlayed(session, call);
  const lines = typeof at === 'number' ? stepStrips(session, at) : callStrips(session);
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return replayExitCode(session);
}
