/**
 * `mm oracle FILE...`: scripts with expectations on the kernel that runs here. What the kernel refutes is wrong in the file;
 * what the model thinks of it, `mm check` says. A race runs as threads, `--count` times, and every outcome that the kernel
 * shows must be one of the model's.
 */

import { formatDiagnostic } from '@mm-playground/api';
import {
  formatRace,
  formatRefutation,
  isRace,
  prove,
  proveRace,
  RunnerError,
  Unprovable,
  type Proof,
  type ProveRaceOptions,
  type RaceProof,
} from '@mm-playground/oracle';
import { loadFile } from '@mm-playground/script';
import type { Playground } from 'mm-playground';
import { InputError, UsageError, type ExitCode } from '../exit.ts';
import { readInput } from '../input.ts';
import { outputForm } from '../options.ts';
import { Printer } from '../printer.ts';
import { startProgress } from '../progress.ts';
import { openPlayground, tell } from '../replay.ts';
import type { OracleOptions } from './oracle.ts';

/** What came of a file; `race` where it is one. */
type FileProof = Pick<Proof, 'file' | 'calls' | 'checkpoints' | 'refutations'> & { readonly race?: RaceProof };

/** Proves files, and prints what the kernel refutes and the sums. */
export async function proveFiles(files: readonly string[], options: OracleOptions): Promise<ExitCode> {
  if (options.boot !== undefined)
    throw new UsageError('files are proven on the running kernel: --boot is for random scripts');
  if (options.record !== undefined) throw new UsageError('--record keeps the sums of random scripts, not of files');
  const printer = new Printer(outputForm(options));
  const progress = startProgress();
  const playground = await openPlayground({ ...options, assume: 'untouched' }, 'off');
  const proofs: FileProof[] = [];
  let unreadable = false;
  for (const [at, file] of files.entries()) {
    progress.at(at, files.length, file);
    const proof = await proven(file, playground, { rounds: options.count, seed: options.seed });
    if (proof === null) unreadable = true;
    else proofs.push(proof);
    const refutations = proof?.refutations ?? [];
    printer.part({
      text: () => [...(proof?.race === undefined ? [] : formatRace(proof.race)), ...refutations.map(formatRefutation)],
      events: () => refutations.map((refutation) => ({ event: 'refutation', ...refutation })),
    });
  }
  progress.clear();
  printTotals(printer, proofs);
  if (unreadable) return 2;
  return proofs.some(({ refutations }) => refutations.length > 0) ? 1 : 0;
}

/** What came of a file, or null where it cannot be read or proven; why was then said. */
async function proven(file: string, playground: Playground, options: ProveRaceOptions): Promise<FileProof | null> {
  try {
    const { program, diagnostics } = await loadFile(await readInput(file), { file });
    if (program === undefined) throw new InputError(diagnostics);
    for (const diagnostic of diagnostics) tell(formatDiagnostic(diagnostic));
    if (!isRace(program)) return await prove(program);
    const race = await proveRace(program, playground, options);
    return { ...race, checkpoints: 0, race };
  } catch (error) {
    if (!(error instanceof InputError || error instanceof Unprovable || error instanceof RunnerError)) throw error;
    tell(error instanceof RunnerError ? `${file}: ${error.message}` : error.message);
    return null;
  }
}

function printTotals(printer: Printer, proofs: readonly FileProof[]): void {
  const sum = (count: (proof: FileProof) => number): number => proofs.reduce((total, proof) => total + count(proof), 0);
  const totals = {
    files: proofs.length,
    calls: sum(({ calls }) => calls),
    checkpoints: sum(({ checkpoints }) => checkpoints),
    divergences: sum(({ refutations }) => refutations.length),
    inferences: 0,
  };
  const { files, calls, checkpoints, divergences } = totals;
  printer.part({
    text: () => [
      `${files} files, ${calls} calls, ${checkpoints} checkpoints, ${divergences} divergences, 0 inferences`,
    ],
    events: () => [{ event: 'totals', ...totals }],
  });
  printer.end(() => ({ refutations: proofs.flatMap(({ refutations }) => refutations), totals }));
}
