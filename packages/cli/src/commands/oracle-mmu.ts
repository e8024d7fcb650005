/**
 * `mm oracle --mmu`: page tables, walked by QEMU's MMU and by the architecture that wrote them: random ones of every configuration, or
 * with files those that the files' calls leave behind. Where QEMU is missing, that is said and is no failure: nothing was tried.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  addVerdict,
  compareImage,
  emulatorFor,
  MMU_CONFIGURATIONS,
  MmuError,
  mmuCampaign,
  type MmuRecord,
  type MmuSums,
  type MmuVerdict,
  NO_SUMS,
  readMmuRecords,
  withMmuRecord,
} from '@mm-playground/oracle';
import { pageTableImage, type Playground, type Session } from 'mm-playground';
import { exitOnSignals, InputError, problem, UsageError, type ExitCode } from '../exit.ts';
import { outputForm } from '../options.ts';
import { Printer } from '../printer.ts';
import { startProgress, type Progress } from '../progress.ts';
import { loadSession, openPlayground, play, tell, worse } from '../replay.ts';
import type { OracleOptions } from './oracle.ts';
import { thisModel } from './oracle-record.ts';

/** What was compared: random tables of a configuration, or those of a task of a file. */
interface MmuRun extends MmuSums {
  readonly arch: string;
  /** The version of QEMU. */
  readonly emulator: string;
  readonly seed: number;
  readonly file?: string;
  readonly task?: string;
  /** What differs, as text. */
  readonly differences: readonly string[];
}

/** Compares random tables, or those of files, and prints what differs and the sums. */
export async function oracleMmu(files: readonly string[], options: OracleOptions): Promise<ExitCode> {
  refuseOptions(files, options);
  exitOnSignals();
  const playground = await openPlayground(options, files.length > 0 ? 'marks' : 'off');
  const tally = new Tally(new Printer(outputForm(options)));
  const progress = startProgress();
  try {
    if (files.length > 0) await compareFiles(files, playground, options, tally, progress);
    else await compareRandom(playground, options, tally, progress);
  } catch (error) {
    if (!(error instanceof MmuError)) throw error;
    progress.clear();
    tell(error.code === 'no-qemu' ? `skipped: ${error.message}` : `cannot go on: ${error.message}`);
    if (error.code !== 'no-qemu') tally.fail();
  }
  progress.clear();
  return tally.end();
}

/** @throws UsageError for options that are about kernels */
function refuseOptions(files: readonly string[], { profile, boot, output, record }: OracleOptions): void {
  const given = Object.entries({ profile: profile[0], boot, output }).find(([, value]) => value !== undefined);
  if (given !== undefined) throw new UsageError(`--${given[0]} is about kernels: --mmu runs none`);
  if (files.length > 0 && record !== undefined)
    throw new UsageError('--record keeps the sums of random tables, not of files');
  demandMmuRecords(record);
}

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

function demandMmuRecords(file: string | undefined): void {
  if (file === undefined) return;
  try {
    readMmuRecords(textOf(file));
  } catch (error) {
    throw new InputError([problem(file, `no comparisons: ${(error as Error).message}`)]);
  }
}

async function compareRandom(
  { registry }: Playground,
  { arch, count, seed, record }: OracleOptions,
  tally: Tally,
  progress: Progress,
): Promise<void> {
  for (const spec of arch === undefined ? MMU_CONFIGURATIONS : [arch]) {
    const architecture = registry.architecture(spec);
    const emulator = emulatorFor(architecture);
    let run: MmuRun = { arch: architecture.spec, emulator, seed, ...NO_SUMS, differences: [] };
    for await (const { verdict } of mmuCampaign({ arch: architecture, count, seed })) {
      run = added(run, verdict);
      progress.at(run.probes, count, architecture.spec);
    }
    progress.clear();
    tally.add(run);
    if (record !== undefined) keepRecord(record, run, count);
  }
}

function keepRecord(file: string, { differences: _, ...run }: MmuRun, count: number): void {
  const record: MmuRecord = { ...run, count, ...thisModel() };
  writeFileSync(file, withMmuRecord(textOf(file), record));
}

const added = (run: MmuRun, verdict: MmuVerdict): MmuRun => ({
  ...run,
  ...addVerdict(run, verdict),
  differences: [...run.differences, ...verdict.mismatches],
});

async function compareFiles(
  files: readonly string[],
  playground: Playground,
  { seed }: OracleOptions,
  tally: Tally,
  progress: Progress,
): Promise<void> {
  for (const [at, file] of files.entries()) {
    progress.at(at, files.length, file);
    const session = await loadedOrTold(playground, file);
    if (session === null) {
      tally.fail(2);
      continue;
    }
    play(session, undefined, progress);
    if (session.stopped !== null) {
      tell(`${file}:${session.stopped.item.span.line}: played up to here: ${session.stopped.message}`);
      tally.fail(2);
    }
    await compareTasks(file, session, seed, tally);
  }
}

async function loadedOrTold(playground: Playground, file: string): Promise<Session | null> {
  try {
    return await loadSession(playground, file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell(error.message);
    return null;
  }
}

/**
 * The tables of every task, and of the last one where all have ended: as it left them. Tasks that share an address space are
 * looked at once.
 */
async function compareTasks(file: string, session: Session, seed: number, tally: Tally): Promise<void> {
  const seen = new Set<number>();
  const tasks = [...session.tasks.keys()];
  for (const task of tasks.length > 0 ? tasks : [undefined]) {
    const view = session.view(task);
    if (seen.has(view.mm)) continue;
    seen.add(view.mm);
    const emulator = emulatorFor(view.arch);
    const verdict = await compareImage(view.arch, pageTableImage(view), seed);
    if (verdict === null) continue;
    tally.add(
      added(
        { arch: view.arch.spec, emulator, seed, file, task: task ?? view.tasks[0] ?? '', ...NO_SUMS, differences: [] },
        verdict,
      ),
    );
  }
}

/** Adds up and prints. */
class Tally {
  readonly #printer: Printer;
  readonly #runs: MmuRun[] = [];
  #exitCode: ExitCode = 0;

  constructor(printer: Printer) {
    this.#printer = printer;
  }

  add(run: MmuRun): void {
    this.#runs.push(run);
    if (run.mismatches > 0) this.fail();
    this.#printer.part({ text: () => runLines(run), events: () => [{ event: 'run', ...run }] });
  }

  fail(exitCode: ExitCode = 1): void {
    this.#exitCode = worse(this.#exitCode, exitCode);
  }

  end(): ExitCode {
    const sum = (of: (run: MmuRun) => number): number => this.#runs.reduce((total, run) => total + of(run), 0);
    const totals = {
      runs: this.#runs.length,
      probes: sum(({ probes }) => probes),
      words: sum(({ words }) => words),
      mismatches: sum(({ mismatches }) => mismatches),
    };
    const { runs, probes, words, mismatches } = totals;
    this.#printer.part({
      text: () => [`${runs} runs, ${probes} probes, ${words} words, ${mismatches} mismatches`],
      events: () => [{ event: 'totals', ...totals }],
    });
    this.#printer.end(() => ({ runs: this.#runs, totals }));
    return this.#exitCode;
  }
}

/** Differences that are printed of a run; JSON has them all. */
const SHOWN = 20;

function* runLines(run: MmuRun): Generator<string> {
  const { arch, emulator, file, task, probes, faults, marked, quirks, mismatches, differences } = run;
  yield* differences.slice(0, SHOWN);
  if (differences.length > SHOWN) yield `... and ${differences.length - SHOWN} more`;
  const of = file === undefined ? arch : `${file}${task === '' ? '' : ` [${task}]`} on ${arch}`;
  const known = Object.entries(quirks).map(([id, times]) => `, ${id} ${times}`);
  yield `${of}, QEMU ${emulator}: ${probes} probes, ${faults} of them faults, ${marked} words marked, ${mismatches} mismatches${known.join('')}`;
}
