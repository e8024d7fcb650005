/*
 * Stryker on one file of a target: a copy of the package with every mutant of the file in it, each switched on in turn, judged by the
 * target's tests. What was decided is kept below node_modules/.cache and decided anew only where the file or its tests have changed.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { ROOT, TARGET_VARIABLE, targetNamed } from './targets.ts';

const CACHE = join(ROOT, 'node_modules', '.cache', 'mutation');

/** Milliseconds more than one and a half times the tests take without a mutant: after that it is taken to hang. */
const HANGS_AFTER = 10_000;

/** What Stryker says of one mutant. */
export type Mutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/**
 * Mutates and judges one file of the target, `force`: anew even where neither it nor its tests have changed, because what these
 * import has. The process works in the package's folder from then on.
 */
export async function mutate(name: string, file: string, force: boolean): Promise<Mutant[]> {
  const known = join(CACHE, name, `${file}.json`);
  mkdirSync(dirname(known), { recursive: true });
  if (existsSync(known)) forgetSurvivors(known);
  process.chdir(join(ROOT, targetNamed(name).package));
  process.env[TARGET_VARIABLE] = name;
  return new Stryker({
    plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
    mutate: [file],
    testRunner: 'vitest',
    vitest: { configFile: fileURLToPath(new URL('judges.config.ts', import.meta.url)), related: false },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    timeoutMS: HANGS_AFTER,
    incremental: true,
    incrementalFile: known,
    force,
    // Stryker rewrites what it copies of these with the compiler's interface, which TypeScript 7 does not have.
    ignorePatterns: ['tsconfig*.json', 'dist'],
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportScoreTable: false },
  }).runMutationTest();
}

/** What Stryker keeps of a run, as far as it matters here. */
interface Known {
  readonly files: Record<string, { mutants: readonly { readonly status: Mutant['status'] }[] }>;
}

/**
 * Survivors are judged anew in every run: a test that was written since may notice them, which Stryker does not see of those that act
 * when a module is loaded.
 */
function forgetSurvivors(file: string): void {
  const known = JSON.parse(readFileSync(file, 'utf8')) as Known;
  for (const source of Object.values(known.files))
    source.mutants = source.mutants.filter(({ status }) => status !== 'Survived' && status !== 'NoCoverage');
  writeFileSync(file, JSON.stringify(known));
}
