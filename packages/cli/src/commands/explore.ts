/**
 * `mm explore`: the interleavings of a race, on each kernel of which the file expects something. What is found is held
 * against the file's `#@ expect` lines; what is violated and was not expected to be counts as found.
 */

import { availableParallelism } from 'node:os';
import type { Span } from '@mm-playground/api';
import {
  Explorer,
  expectedKernels,
  expectedOf,
  exploreDiagnostics,
  exploredKernel,
  exploredLines,
  exploreSummary,
  exploreTotals,
  isClean,
  RaceStopped,
  type ExploredKernel,
  type Session,
} from 'mm-playground';
import { InputError, problem, UsageError, type ExitCode } from '../exit.ts';
import { exploreWithCrew } from '../explore/crew.ts';
import { KeptExplorations } from '../explore/kept.ts';
import { readSource } from '../input.ts';
import { outputForm, type ReplayOptions } from '../options.ts';
import { Printer, type OutputEvent } from '../printer.ts';
import { startProgress } from '../progress.ts';
import { loadSession, openPlayground, tell } from '../replay.ts';

/** What `mm explore` may be told. */
export interface ExploreOptions extends Omit<ReplayOptions, 'until' | 'skipUnmodelled'> {
  /** How often a task that could go on may be interrupted. */
  readonly bound?: number;
  readonly reduction: boolean;
  readonly workers?: number;
  /** Where an interrupted exploration is kept, and taken up again. */
  readonly resume?: string;
}

/** A race to be explored. */
interface Order {
  readonly file: string;
  readonly read: { readonly bytes: Uint8Array; readonly told: Set<string> };
  readonly options: ExploreOptions;
  readonly kept: KeptExplorations | null;
  /** Where the file names a kernel. */
  readonly said: ReadonlyMap<string, Span>;
}

/** Explores a file, and prints what was found on each kernel, and the sums. */
export async function explore(file: string, options: ExploreOptions): Promise<ExitCode> {
  const playground = await openPlayground(options, 'off');
  const source = await readSource(file, playground.registry.scripts);
  const read = { bytes: source, told: new Set<string>() };
  const { program } = await loadSession(playground, file, read);
  const diagnostics = exploreDiagnostics(program, (kernel) => playground.knows(kernel));
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  const named = options.kernel === undefined ? expectedKernels(program) : [options.kernel];
  const kernels = named.length > 0 ? named : [playground.parts(program).kernel.id];
  const kept = options.resume === undefined ? null : await KeptExplorations.open(options.resume, source);
  const said = new Map(program.story.expect.map(({ kernel, span }) => [kernel, span]));
  return exploreKernels({ file, read, options, kept, said }, kernels);
}

async function exploreKernels(order: Order, kernels: readonly string[]): Promise<ExitCode> {
  const printer = new Printer(outputForm(order.options));
  const interrupt = new Interrupt();
  const explored: ExploredKernel[] = [];
  for (const kernel of kernels) {
    const found = await exploreOn(order, kernel, interrupt).catch((error: unknown) => refuse(order.file, error));
    explored.push(found);
    printer.part({ text: () => exploredLines(order.file, found), events: () => kernelEvents(order.file, found) });
    if (interrupt.isThere) break;
  }
  interrupt.end();
  const totals = exploreTotals(explored);
  printer.part({ text: () => [exploreSummary(totals)], events: () => [{ event: 'totals', ...totals }] });
  printer.end(() => ({ file: order.file, kernels: explored, totals }));
  return explored.length === kernels.length && explored.every(isClean) ? 0 : 1;
}

/** Explores on one kernel, to the end or until that is interrupted. */
async function exploreOn(
  { file, read, options, kept, said }: Order,
  kernel: string,
  interrupt: Interrupt,
): Promise<ExploredKernel> {
  const playground = await openPlayground({ ...options, kernel }, 'off');
  const session = await loadSession(playground, file, { ...read, kernelSpan: said.get(kernel) });
  const { reduction, bound, workers = availableParallelism() } = options;
  const explorer = new Explorer(session.program, session.options, { reduction, ...(bound !== undefined && { bound }) });
  resume(explorer, kept, kernel);
  const progress = startProgress();
  const begun = performance.now();
  const exploration = await exploreWithCrew({
    ...{ explorer, session, workers },
    task: { ...{ file, options, kernel, reduction }, source: read.bytes },
    goesOn: ({ states, waiting }) => {
      progress.at(states, states + waiting, `states on ${kernel}`);
      return !interrupt.isThere;
    },
  });
  progress.clear();
  await kept?.keep(kernel, explorer.save());
  if (!exploration.complete)
    tell(
      `interrupted: ${kept === null ? 'nothing was kept (--resume STATE keeps it)' : `kept in ${options.resume ?? ''}`}`,
    );
  tell(`${file} on ${kernel}: ${exploration.runs} runs, ${exploration.moves} moves, ${secondsSince(begun)} s`);
  return exploredKernel(partsOf(session), exploration, expectedOf(session, kernel));
}

/** What cannot be played, before the race or in it, is bad input. */
function refuse(file: string, error: unknown): never {
  if (!(error instanceof RaceStopped)) throw error;
  throw new InputError([{ ...problem(file, error.message), span: error.item.span }]);
}

function resume(explorer: Explorer, kept: KeptExplorations | null, kernel: string): void {
  const saved = kept?.of(kernel);
  if (saved === undefined) return;
  try {
    explorer.resume(saved);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

const secondsSince = (begun: number): string => ((performance.now() - begun) / 1000).toFixed(1);

const partsOf = ({ options: { kernel, arch } }: Session): { kernel: string; arch: string } => ({
  kernel: kernel.id,
  arch: arch.spec,
});

function* kernelEvents(
  file: string,
  { violations, expectations, outcomes, ...kernel }: ExploredKernel,
): Generator<OutputEvent> {
  const at = { file, kernel: kernel.kernel };
  for (const violation of violations) yield { event: 'violation', ...at, ...violation };
  for (const expectation of expectations) yield { event: 'expectation', ...at, ...expectation };
  for (const outcome of outcomes) yield { event: 'outcome', ...at, ...outcome };
  yield { event: 'kernel', file, ...kernel, violations: violations.length };
}

/** Ctrl-C: the exploration ends at the next moment at which it can be kept. */
class Interrupt {
  isThere = false;
  readonly #hear = (): void => {
    this.isThere = true;
  };

  constructor() {
    process.once('SIGINT', this.#hear);
  }

  end(): void {
    process.off('SIGINT', this.#hear);
  }
}
