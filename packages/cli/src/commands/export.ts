/** `mm export`: a script in another form, on standard output. */

import { basename } from 'node:path';
import { decode, importText, loadFile, parseStrip, stripScript, toC } from '@mm-playground/script';
import { formatDiagnostic, type ExporterPlugin } from '@mm-playground/api';
import { callStrips, packText, stepStrips, type Playground, type Session } from 'mm-playground';
import { plugin as viewers } from '@mm-playground/viewers';
import { InputError, problem, UsageError, type ExitCode } from '../exit.ts';
import { readInput, readSource } from '../input.ts';
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
import type { ReplayOptions } from '../options.ts';
import type { ReportOptions } from './report.ts';

/** Options of `mm export`. */
export interface ExportOptions extends ReplayOptions {
  /** A form of {@link FORMS}, or an exporter of a loaded plugin. */
  readonly to: string;
  /** The line of the call whose steps are drawn, or that is reported. */
  readonly call?: number;
  /** Where the page stands that a link leads to. */
  readonly page?: string;
}

/** Prints a file in one form. */
type Form = (file: string, options: ExportOptions) => Promise<ExitCode>;

/** A form of a text that nobody has to play. */
const ofText =
  (made: (file: string, options: ExportOptions) => Promise<string>): Form =>
  async (file, options) => {
    refuseReplayOptions(options);
    process.stdout.write(await made(file, options));
    return 0;
  };

/** Forms of a text, or of one call of it. All others are made by exporters, of what was played. */
const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['link', ofText(async (file, { page = '' }) => `${await asLink(file, page)}\n`)],
  ['report', reportOf],
  ['c', ofText(asC)],
  ['strips', exportStrips],
  ['script', ofText(asScript)],
]);

/** Prints a file in another form. @throws InputError where it cannot be read, or has no such form. */
export async function exportFile(file: string, options: ExportOptions): Promise<ExitCode> {
  if (options.page !== undefined && options.to !== 'link') throw new UsageError('--page is for --to link');
  const form = FORMS.get(options.to);
  if (form !== undefined) return form(file, options);
  const { registry } = await openPlayground(options, 'off');
  registry.add(viewers);
  const exporter = registry.exporters.find(({ id }) => id === options.to);
  if (exporter !== undefined) return exportPlayed(file, options, exporter);
  const known = [...FORMS.keys(), ...registry.exporters.map(({ id }) => id)];
  throw new UsageError(`there is no form "${options.to}"; there are: ${known.join(', ')}`);
}

async function reportOf(file: string, options: ExportOptions): Promise<ExitCode> {
  if (options.call === undefined) throw new UsageError('--to report is about one call: --call LINE says which');
  return (await import('./report.ts')).report(file, oneSide(options, options.call));
}

/** A report of one machine. */
const oneSide = ({ kernel, arch, index, ...options }: ExportOptions, call: number): ReportOptions => ({
  ...options,
  call,
  kernel: kernel === undefined ? [] : [kernel],
  arch: arch === undefined ? [] : [arch],
  index: index === undefined ? [] : [index],
});

/** A script as the address of a page that shows it: what stands behind the # never reaches a server. */
async function asLink(file: string, page: string): Promise<string> {
  const { text, diagnostics } = await decode(await readInput(file), { file });
  if (text === undefined) throw new InputError(diagnostics);
  const name = basename(file).replace(/\.gz$/, '');
  return `${page}#file=${encodeURIComponent(name)}&script=${await packText(text)}`;
}

/** What is not played has no kernel and no lines to stop at. */
function refuseReplayOptions({ to, until, call, kernel, arch, index, plugin, skipUnmodelled }: ExportOptions): void {
  const played = { call, kernel, arch, index, 'skip-unmodelled': skipUnmodelled };
  const given = to === 'script' ? played : { until, ...played, plugin: plugin[0] };
  const [unused] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (unused !== undefined) throw new UsageError(`--${unused} is for what is played: --to ${to} plays nothing`);
}

/** Plays a file, and prints what is made of it. A race that nobody has scheduled is no trouble where a state is shown: it has not begun. */
async function exportPlayed(file: string, options: ExportOptions, exporter: ExporterPlugin): Promise<ExitCode> {
  if (options.call !== undefined) throw new UsageError(`--call is for --to strips, not for --to ${options.to}`);
  const playground = await openPlayground(options, exporter.records);
  const text = await scriptOf(playground, file);
  const session = await loadSession(playground, file, { bytes: new TextEncoder().encode(text), told: new Set() });
  play(session, options.until);
  const isWaiting = session.stopped?.why === 'race' && exporter.records === 'marks';
  if (!isWaiting) tellNotices(session);
  for (const line of linesOf(exporter, session, text)) process.stdout.write(`${line}\n`);
  return isWaiting ? 0 : replayExitCode(session);
}

/** A file as a script, whatever it is. @throws InputError */
async function scriptOf(playground: Playground, file: string): Promise<string> {
  const read = await decode(await readSource(file, playground.registry.scripts), { file });
  const { text, diagnostics } = read.text === undefined ? read : playground.script(read.text, file);
  if (text === undefined) throw new InputError(diagnostics);
  for (const diagnostic of diagnostics) tell(formatDiagnostic(diagnostic));
  return text;
}

function* linesOf(exporter: ExporterPlugin, session: Session, text: string): Generator<string, void, void> {
  try {
    yield* exporter.export(session, text);
  } catch (error) {
    if (error instanceof RangeError) throw new InputError([problem(session.program.file, error.message)]);
    throw error;
  }
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
 * the one that begins with them; what an importer of a plugin knows as what that makes of it.
 */
async function asScript(file: string, options: ExportOptions): Promise<string> {
  const { text, diagnostics } = await decode(await readInput(file), { file });
  if (text === undefined) throw new InputError(diagnostics);
  const { until: untilLine, ...others } = options;
  const { importers } = (await openPlayground(others, 'off')).registry;
  const imported = importText(text, { file, importers });
  if (imported.by !== undefined && imported.by.id !== 'strip') {
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
  const playground = await openPlayground(options, call === undefined ? 'marks' : 'steps');
  const text = await scriptOf(playground, file);
  const session = await loadSession(playground, file, { bytes: new TextEncoder().encode(text), told: new Set() });
  play(session, call === undefined ? until : lastLineOf(session, call));
  const isWaiting = session.stopped?.why === 'race';
  if (!isWaiting) tellNotices(session);
  const at = call === undefined ? undefined : session.callAt(call);
  if (call !== undefined && at === null) throw notPlayed(session, call);
  const lines = typeof at === 'number' ? stepStrips(session, at) : callStrips(session, text, until);
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return isWaiting ? 0 : replayExitCode(session);
}
