/**
 * `mm oracle`: random scripts on the kernel that runs here, or on one that is booted, and on the model, compared after every
 * call. What differs is shrunk, and printed as a capture that `mm check` takes. Where nothing can be run, that is said and is
 * no failure: nothing diverged, and the last line tells that nothing was tried.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseKernel } from '@mm-playground/api';
import {
  BootError,
  bootKernel,
  campaign,
  type CampaignPlan,
  CampaignTally,
  findKernel,
  Judge,
  nativeTarget,
  type Outcome,
  type Profile,
  PROFILES,
  RunnerError,
  type Target,
} from '@mm-playground/oracle';
import { formatDivergence, summaryLine, type CheckReport, type Playground } from 'mm-playground';
import { exitOnSignals, UsageError, type ExitCode } from '../exit.ts';
import { outputForm, type CommonOptions } from '../options.ts';
import { Printer } from '../printer.ts';
import { startProgress, type Progress } from '../progress.ts';
import { openPlayground, tell } from '../replay.ts';
import { demandRecords, keepRecord, originOf, releaseOf, thisModel } from './oracle-record.ts';

/** What the command line says. */
export interface OracleOptions extends CommonOptions {
  /** Page tables are compared with QEMU's MMU, and no kernel is run. */
  readonly mmu?: boolean;
  readonly count: number;
  readonly seed: number;
  /** None are all. */
  readonly profile: readonly string[];
  /** An image, or the name of a fetched kernel. */
  readonly boot?: string;
  readonly kernel?: string;
  readonly arch?: string;
  readonly index?: string;
  /** A folder for the captures of what differs. */
  readonly output?: string;
  /** A file that keeps what campaigns came to. */
  readonly record?: string;
}

/** Tries random scripts, and prints what differs and the sums. */
export async function oracle(options: OracleOptions): Promise<ExitCode> {
  const printer = new Printer(outputForm(options));
  const profiles = profilesOf(options.profile);
  if (options.output !== undefined) makeFolder(options.output);
  demandRecords(options.record);
  let opened: OpenTarget;
  try {
    opened = await openTarget(options.boot);
  } catch (error) {
    return unopened(error, printer);
  }
  try {
    const arch = options.arch ?? opened.archSpec;
    const given = { ...options, ...(arch !== undefined && { arch }) };
    const playground = await openPlayground({ ...given, assume: 'untouched' }, 'off');
    demandGeneration(playground, opened.target, options.kernel);
    const { count, seed } = options;
    const plan: CampaignPlan = { count, seed, profiles, machine: opened.target };
    return await tryOut(new Tally(printer, opened.target, plan, options), playground, opened.target, plan, options);
  } finally {
    await opened.close();
  }
}

const profilesOf = (names: readonly string[]): readonly Profile[] =>
  names.length === 0 ? PROFILES : [...new Set(names)].map(profileOf);

/** @throws UsageError where there is no such profile */
function profileOf(name: string): Profile {
  const profile = PROFILES.find((each) => each === name);
  if (profile === undefined) throw new UsageError(`there is no profile ${name}; there are: ${PROFILES.join(', ')}`);
  return profile;
}

interface OpenTarget {
  readonly target: Target;
  /** The architecture, where more is known of it than a capture says. */
  readonly archSpec: string | undefined;
  readonly close: () => Promise<void>;
}

async function openTarget(boot: string | undefined): Promise<OpenTarget> {
  if (boot === undefined) return { target: nativeTarget(), archSpec: undefined, close: () => Promise.resolve() };
  exitOnSignals();
  const target = await bootKernel(findKernel(boot));
  return { target, archSpec: target.archSpec, close: () => target.close() };
}

/** Reasons that make the command skip: a tool is missing, and the message says how to get it. */
const SKIPS: readonly string[] = ['not-linux', 'no-compiler', 'no-qemu'];

function unopened(error: unknown, printer: Printer): ExitCode {
  if (!(error instanceof BootError || error instanceof RunnerError)) throw error;
  if (error.code === 'no-kernel') throw new UsageError(error.message);
  const skipped = SKIPS.includes(error.code);
  tell(`${skipped ? 'skipped' : 'cannot run'}: ${error.message}`);
  printTotals(printer, [], { kernel: null, findings: [] });
  return skipped ? 0 : 1;
}

/** A kernel is judge of its own generation alone, unless another one is asked for. @throws UsageError */
function demandGeneration({ registry }: Playground, target: Target, wanted: string | undefined): void {
  const release = releaseOf(target);
  if (wanted !== undefined || chooseKernel(registry.kernels, release)?.exact === true) return;
  const known = registry.kernels.map(({ id }) => id).join(', ');
  throw new UsageError(
    `the model has no generation for Linux ${release}; it has ${known}. --kernel ID compares with another one all the same`,
  );
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`${folder} cannot be made: ${(error as Error).message}`);
  }
}

async function tryOut(
  tally: Tally,
  playground: Playground,
  target: Target,
  plan: CampaignPlan,
  { boot }: OracleOptions,
): Promise<ExitCode> {
  const progress = startProgress();
  const judge = new Judge(target, playground);
  try {
    for await (const outcome of campaign(judge, plan)) tally.add(outcome, progress);
  } catch (error) {
    if (!(error instanceof BootError || error instanceof RunnerError)) throw error;
    progress.clear();
    tell(`cannot go on${boot === undefined ? '' : ` on ${boot}`}: ${error.message}`);
    tally.fail();
  }
  progress.clear();
  return tally.end();
}

/** After how many calls what a campaign came to is kept again: it may be ended before its end. */
const KEEP_EVERY = 5000;

/** What differs, as data. */
interface JsonFinding {
  readonly name: string;
  readonly profile: string;
  readonly seed: number;
  readonly kind: 'differs' | 'unconfirmed' | 'unmodelled';
  readonly divergences: readonly object[];
  readonly stopped: string | null;
  /** The shrunk script; null where one like it was shrunk before, or nothing could be shrunk. */
  readonly capture: string | null;
}

/** Adds up, prints, and keeps. */
class Tally {
  readonly #printer: Printer;
  readonly #kernel: string;
  readonly #count: number;
  readonly #options: OracleOptions;
  readonly #campaign: CampaignTally;
  readonly #reports: CheckReport[] = [];
  readonly #findings: JsonFinding[] = [];
  #keptAt = 0;
  #exitCode: ExitCode = 0;

  constructor(printer: Printer, target: Target, plan: CampaignPlan, options: OracleOptions) {
    this.#printer = printer;
    this.#kernel = releaseOf(target);
    this.#count = plan.count;
    this.#options = options;
    this.#campaign = new CampaignTally({ ...originOf(target, options.boot), ...thisModel() }, plan);
  }

  add(outcome: Outcome, progress: Progress): void {
    const { trial, verdict } = outcome;
    this.#campaign.add(outcome);
    this.#reports.push(verdict.report);
    progress.at(this.#campaign.tried, this.#count, trial.name);
    if (this.#campaign.tried - this.#keptAt >= KEEP_EVERY) this.#keep();
    if (verdict.kind === 'agrees') return;
    progress.clear();
    this.#worsen(verdict.kind === 'unmodelled' ? 2 : 1);
    const finding = jsonFinding(outcome, verdict.kind);
    this.#findings.push(finding);
    this.#printer.part({ text: () => findingLines(outcome), events: () => [{ event: 'finding', ...finding }] });
    const { output } = this.#options;
    if (finding.capture !== null && output !== undefined)
      writeFileSync(join(output, `${trial.name}.strace`), finding.capture);
    if (verdict.kind === 'unmodelled') tell(`${trial.name}: stopped: ${verdict.report.stopped?.message}`);
  }

  /** The kernel went away. */
  fail(): void {
    this.#worsen(1);
  }

  end(): ExitCode {
    this.#keep();
    printTotals(this.#printer, this.#reports, { kernel: this.#kernel, findings: this.#findings });
    return this.#exitCode;
  }

  #worsen(exitCode: ExitCode): void {
    if (exitCode > this.#exitCode) this.#exitCode = exitCode;
  }

  #keep(): void {
    this.#keptAt = this.#campaign.tried;
    const { record } = this.#options;
    if (record !== undefined) keepRecord(record, this.#campaign.record());
  }
}

function jsonFinding({ trial, verdict, finding }: Outcome, kind: JsonFinding['kind']): JsonFinding {
  const { divergences, stopped } = (finding ?? verdict).report;
  return {
    name: trial.name,
    profile: trial.profile,
    seed: trial.seed,
    kind,
    divergences: divergences.map(({ line, what, recorded, model }) => ({ line, what, recorded, model })),
    stopped: stopped?.message ?? null,
    capture: finding?.capture ?? null,
  };
}

/** Comments and the capture: what stands between two of them can be kept as a file. */
function* findingLines({ trial, verdict, finding }: Outcome): Generator<string> {
  const { name } = trial;
  if (verdict.kind === 'unmodelled') return;
  if (verdict.kind === 'unconfirmed') {
    const told = verdict.report.divergences.map(formatDivergence);
    yield `# ${name}: differed after call ${verdict.script.calls.length}, but not in a second run${told.map((line) => `; ${line}`).join('')}`;
    return;
  }
  if (finding === null) {
    const [first] = verdict.report.divergences;
    yield `# ${name}: differs as one before does${first === undefined ? '' : `: ${formatDivergence(first)}`}`;
    return;
  }
  const { setup, calls } = finding.script;
  yield `# ${name}: differs; ${setup.length + calls.length} calls are left of ${trial.script.setup.length + trial.script.calls.length}`;
  yield finding.capture.trimEnd();
}

function printTotals(
  printer: Printer,
  reports: readonly CheckReport[],
  document: { readonly kernel: string | null; readonly findings: readonly JsonFinding[] },
): void {
  const sum = (of: (report: CheckReport) => number): number => reports.reduce((total, report) => total + of(report), 0);
  const totals = {
    files: reports.length,
    calls: sum(({ calls }) => calls),
    checkpoints: sum(({ checkpoints }) => checkpoints),
    divergences: sum(({ divergences }) => divergences.length),
    inferences: sum(({ inferences }) => inferences.length),
  };
  printer.part({ text: () => [summaryLine(reports)], events: () => [{ event: 'totals', ...totals }] });
  printer.end(() => ({ ...document, totals }));
}
