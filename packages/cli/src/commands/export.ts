/** `mm export`: a script in another form, on standard output. */

import { basename } from 'node:path';
import { decode, importText, loadFile, parseStrip, stripScript, toC } from '@mm-playground/script';
import { formatDiagnostic } from '@mm-playground/api';
import {
  callStrips,
  captureLines,
  markdownLines,
  packText,
  stepStrips,
  traceFile,
  type RecordMode,
  type Session,
} from 'mm-playground';
import { stateSvg } from '@mm-playground/viewers';
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
import type { ReportOptions } from './report.ts';

/** Options of `mm export`. */
export interface ExportOptions extends ReplayOptions {
  readonly to: (typeof EXPORT_FORMS)[number];
  /** The line of the call whose steps are drawn, or that is reported. */
  readonly call?: number;
  /** Where the page stands that a link leads to. */
  readonly page?: string;
}

/** Prints a file in another form. @throws InputError where it cannot be read, or has no such form. */
export async function exportFile(file: string, options: ExportOptions): Promise<ExitCode> {
  if (options.page !== undefined && options.to !== 'link') throw new UsageError('--page is for --to link');
  switch (options.to) {
    case 'link':
      refuseReplayOptions(options);
      process.stdout.write(`${await asLink(file, options.page ?? '')}\n`);
      return 0;
    case 'report':
      if (options.call === undefined) throw new UsageError('--to report is about one call: --call LINE says which');
      return (await import('./report.ts')).report(file, oneSide(options, options.call));
    case 'capture':
      return exportPlayed(file, options, 'marks', (session, text) => capture(session, text, file));
    case 'c':
    case 'script':
      refuseReplayOptions(options);
      process.stdout.write(options.to === 'c' ? await asC(file) : await asScript(file, options.until));
      return 0;
    case 'strips':
      return exportStrips(file, options);
    case 'perfetto':
      return exportPlayed(file, options, 'steps', (session) => traceLines(session));
    case 'svg':
      return exportPlayed(file, options, 'marks', (session) =>
        stateSvg(session.view(), { title: pictureTitle(session) }),
      );
    case 'markdown':
      return exportPlayed(file, options, 'marks', (session, text) => markdownLines(session, text));
  }
}

/** A report of one machine. */
const oneSide = ({ kernel, arch, ...options }: ExportOptions, call: number): ReportOptions => ({
  ...options,
  call,
  kernel: kernel === undefined ? [] : [kernel],
  arch: arch === undefined ? [] : [arch],
});

/** A script as the address of a page that shows it: what stands behind the # never reaches a server. */
async function asLink(file: string, page: string): Promise<string> {
  const { text, diagnostics } = await decode(await readInput(file), { file });
  if (text === undefined) throw new InputError(diagnostics);
  const name = basename(file).replace(/\.gz$/, '');
  return `${page}#file=${encodeURIComponent(name)}&script=${await packText(text)}`;
}

function capture(session: Session, text: string, file: string): readonly string[] {
  try {
    return captureLines(session, text);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError([problem(file, error.message)]);
    throw error;
  }
}

/** What is not played has no kernel and no lines to stop at. */
function refuseReplayOptions({ to, until, call, kernel, arch, index, plugin, skipUnmodelled }: ExportOptions): void {
  const played = { call, kernel, arch, index, plugin: plugin[0], 'skip-unmodelled': skipUnmodelled };
  const given = to === 'script' ? played : { until, ...played };
  const [unused] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (unused !== undefined) throw new UsageError(`--${unused} is for what is played: --to ${to} plays nothing`);
}

/** Plays a file, and prints what is made of the session. A race that nobody has scheduled is no trouble where a state is shown: it has not begun. */
async function exportPlayed(
  file: string,
  options: ExportOptions,
  record: RecordMode,
  made: (session: Session, text: string) => Iterable<string>,
): Promise<ExitCode> {
  if (options.call !== undefined) throw new UsageError(`--call is for --to strips, not for --to ${options.to}`);
  const bytes = await readInput(file);
  const { text, diagnostics } = await decode(bytes, { file });
  if (text === undefined) throw new InputError(diagnostics);
  const session = await loadSession(await openPlayground(options, record), file, { bytes, told: new Set() });
  play(session, options.until);
  if (session.stopped?.why !== 'race' || options.to === 'perfetto') tellNotices(session);
  for (const line of made(session, text)) process.stdout.write(`${line}\n`);
  return session.stopped?.why === 'race' && options.to !== 'perfetto' ? 0 : replayExitCode(session);
}

/** What a picture shows: the scenario's own words, or the file, and until where it was played. */
function pictureTitle({ program, calls }: Session): string {
  const last = calls.at(-1)?.item.span.line;
  return `${program.story.title ?? program.file}${last === undefined ? '' : `, after line ${last}`}`;
}

/** An event a line: a trace is large, and two of them are compared line by line. */
function* traceLines(session: Session): Generator<string> {
  const { traceEvents, ...head } = traceFile(session);
  yield `${JSON.stringify(head).slice(0, -1)},"traceEvents":[`;
  for (const [at, event] of traceEvents.entries())
    yield `${JSON.stringify(event)}${at === traceEvents.length - 1 ? '' : ','}`;
  yield ']}';
}

async function asC(file: string): Promise<string> {
  const { program, diagnostics } = await loadFile(await readInput(file), { file });
  if (program === undefined) throw new InputError(diagnostics);
  for (const diagnostic of diagnostics) tell(formatDiagnostic(diagnostic));
  const made = toC(program);
  if (made.text === undefined) throw new InputError(made.diagnostics);
  return made.text;
}

/**
 * A strip as the script that builds it (of several drawings the last one, or the last that begins up to a line); maps and smaps as
 * the one that begins with them; a trace as the one that does what it tells.
 */
async function asScript(file: string, untilLine: number | undefined): Promise<string> {
  const { text, diagnostics } = await decode(await readInput(file), { file });
  if (text === undefined) throw new InputError(diagnostics);
  const imported = importText(text, { file });
  if (imported.kind === 'maps' || imported.kind === 'smaps' || imported.kind === 'ftrace') {
    if (imported.text === undefined) throw new InputError(imported.diagnostics);
    return imported.text;
  }
  const read = parseStrip(text, { file, ...(untilLine !== undefined && { untilLine }) });
  if (read.strip === undefined) throw new InputError(read.diagnostics);
  const script = stripScript(read.strip);
  if (script.text === undefined) throw new InputError(script.refused.map((message) => problem(file, message)));
  return script.text;
}

async function exportStrips(file: string, options: ExportOptions): Promise<ExitCode> {
  const { call, until } = options;
  if (call !== undefined && until !== undefined)
    throw new UsageError('--call LINE says where to stop: --until is for all calls');
  const bytes = await readInput(file);
  const { text, diagnostics } = await decode(bytes, { file });
  if (text === undefined) throw new InputError(diagnostics);
  const playground = await openPlayground(options, call === undefined ? 'marks' : 'steps');
  const session = await loadSession(playground, file, { bytes, told: new Set() });
  play(session, call === undefined ? until : lastLineOf(session, call));
  const isWaiting = session.stopped?.why === 'race';
  if (!isWaiting) tellNotices(session);
  const at = call === undefined ? undefined : session.callAt(call);
  if (call !== undefined && at === null) throw notPlayed(session, call);
  const lines = typeof at === 'number' ? stepStrips(session, at) : callStrips(session, text, until);
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return isWaiting ? 0 : replayExitCode(session);
}
