/**
 * From the command line to a session: loads plugins, makes a playground of the wanted parts, reads the file and opens a
 * session on it. Everything that is wrong is told by what is thrown here, and everything notable goes to standard error.
 */

import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  definePlugin,
  formatDiagnostic,
  type Diagnostic,
  type MmView,
  type Plugin,
  type Span,
} from '@mm-playground/api';
import {
  checkReport,
  createPlayground,
  noticeLines,
  type Playground,
  type RecordMode,
  type Session,
} from 'mm-playground';
import { InputError, problem, UsageError, type ExitCode } from './exit.ts';
import { readSource } from './input.ts';
import { startProgress, type Progress } from './progress.ts';
import type { CommonOptions, ReplayOptions } from './options.ts';

/** How long the session plays before the progress bar is asked, in milliseconds. */
const SLICE_MS = 100;

/** A playground with the plugins of the command line and the parts that it names. @throws UsageError */
export async function openPlayground(
  options: CommonOptions & Partial<ReplayOptions> & { readonly comparedTask?: string },
  record: RecordMode,
): Promise<Playground> {
  const plugins = await Promise.all(options.plugin.map(loadPlugin));
  const { kernel, arch, index, assume, skipUnmodelled, comparedTask } = options;
  const given = { kernel, arch, index, assume, skipUnmodelled, comparedTask };
  try {
    return createPlayground({ ...withoutUndefined(given), plugins, record });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** What was given, so that `exactOptionalPropertyTypes` is kept. */
const withoutUndefined = <T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;

/** A file exports its plugin as `default` or as `plugin`. */
async function loadPlugin(file: string): Promise<Plugin> {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`there is no plugin ${file}${isBuilt(path) ? ': build it first' : ''}`);
  let module: { readonly default?: unknown; readonly plugin?: unknown };
  try {
    module = (await import(pathToFileURL(path).href)) as typeof module;
  } catch (error) {
    throw new UsageError(`plugin ${file} cannot be loaded: ${(error as Error).message}${placeOf(error, path)}`);
  }
  const plugin = module.default ?? module.plugin;
  if (plugin === undefined)
    throw new UsageError(`plugin ${file} exports neither \`default\` nor \`plugin\`: export what definePlugin() makes`);
  try {
    return definePlugin(plugin as Plugin);
  } catch (error) {
    throw new UsageError(`plugin ${file} cannot be loaded: ${(error as Error).message}`);
  }
}

const isBuilt = (path: string): boolean => path.split(sep).includes('dist');

/** Where in the plugin's own file an error arose, as far as the engine says. */
function placeOf(error: unknown, path: string): string {
  const { stack = '' } = error as Error;
  const at = stack.indexOf(pathToFileURL(path).href);
  const [, place] = /^[^\s:]+:\/\/[^\s:]+:(\d+(?::\d+)?)/.exec(at < 0 ? '' : stack.slice(at)) ?? [];
  return place === undefined ? '' : ` (line ${place.replace(':', ', column ')})`;
}

/**
 * Reads a file and opens a session at its initial state.
 *
 * @param read the bytes of the file, where they were read before, the messages about it that were told, and where it names the kernel
 * @throws InputError with everything that is wrong with it
 */
export async function loadSession(
  playground: Playground,
  file: string,
  read?: { readonly bytes: Uint8Array; readonly told: Set<string>; readonly kernelSpan?: Span | undefined },
): Promise<Session> {
  const source = read?.bytes ?? (await readSource(file, playground.registry.scripts));
  const { session, diagnostics } = await playground.load(source, { file, kernelSpan: read?.kernelSpan });
  if (session === undefined) throw new InputError(diagnostics);
  for (const message of diagnostics.map(formatDiagnostic)) {
    if (read?.told.has(message) !== true) tell(message);
    read?.told.add(message);
  }
  return session;
}

/** The same with a file that was read, and its warnings. @throws InputError with everything that is wrong with it. */
export async function loadSource(
  playground: Playground,
  source: Uint8Array,
  file: string,
): Promise<{ readonly session: Session; readonly diagnostics: readonly Diagnostic[] }> {
  const { session, diagnostics } = await playground.load(source, { file });
  if (session === undefined) throw new InputError(diagnostics);
  return { session, diagnostics };
}

/** Plays a session up to a line, or to its end. */
export function play(session: Session, untilLine: number | undefined, progress: Progress = startProgress()): void {
  const options = untilLine === undefined ? {} : { untilLine };
  for (const { played, total } of session.runInSlices(SLICE_MS, () => performance.now(), options))
    progress.at(played, total, session.program.file);
  progress.clear();
}

/** Where the call on a line has returned. @throws InputError where no call stands there. */
export function lastLineOf({ program }: Session, line: number): number {
  for (const item of program.items) {
    if (item.kind !== 'call') continue;
    if (item.span.line === line || item.returnLine === line) return returnedAt(item.returnLine, line);
  }
  throw new InputError([problem(program.file, `no call stands on line ${line}`, line)]);
}

/** A call that never returns has had its effect when it was entered. */
const returnedAt = (returnLine: number, line: number): number => (Number.isFinite(returnLine) ? returnLine : line);

/** The call on a line was not reached. */
export const notPlayed = ({ program }: Session, line: number): InputError =>
  new InputError([problem(program.file, `the call on line ${line} was not played`, line)]);

/** The address space of the wanted task at the session's position. @throws UsageError where there is no such task. */
export function viewOf(session: Session, task: string | undefined): MmView {
  try {
    return session.view(task);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const known = [...session.tasks.keys()].map((name) => (name === '' ? '(unnamed)' : name)).join(', ');
    throw new UsageError(`there is no task ${task} at this point; there is: ${known}`);
  }
}

/** One line on standard error. */
export const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** The worse of two ways to end. */
export const worse = (a: ExitCode, b: ExitCode): ExitCode => (a > b ? a : b);

/**
 * Says what had to be assumed and what was left out, and why the replay stopped, if it did.
 *
 * @param told what was said of the same file on other machines, and need not be said again
 */
export function tellNotices(session: Session, told = new Set<string>()): void {
  for (const line of notices(session)) if (!told.has(line)) tell(line);
  for (const line of notices(session)) told.add(line);
}

function notices(session: Session): string[] {
  const { stopped, program, violations, calls } = session;
  return [
    ...noticeLines({ ...checkReport(session), stopped: null }),
    ...violations.map(
      ({ property, what, position }) =>
        `${program.file}:${calls[position.call]?.item.span.line ?? 1}: ${property} violated: ${what}`,
    ),
    ...(stopped === null
      ? []
      : [formatDiagnostic({ ...problem(program.file, stopped.message), span: stopped.item.span })]),
  ];
}

/**
 * The exit code of a replay: 1 where the model and the record differ, a race broke a property or the model an invariant, 2 where the file
 * holds what the model cannot play.
 */
export function replayExitCode(session: Session): ExitCode {
  switch (session.stopped?.why) {
    case 'unmodelled':
    case 'unknown task':
    case 'race':
    case 'bad directive':
    case 'too long':
      return 2;
    case 'kernel bug':
    case 'crash':
      return 1;
    case undefined:
      return session.divergences.length + session.violations.length === 0 ? 0 : 1;
  }
}
