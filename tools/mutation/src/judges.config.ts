/*
 * Vitest as Stryker runs it, once for each mutant: only the target's judges, in the target's order, in one thread that ends with the
 * mutant (so files need no thread of their own), and properties that try the same examples each time and fail with the first one.
 */
import { matchesGlob, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import preset from '@mm-playground/vitest-preset';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { TARGET_VARIABLE, targetNamed } from './targets.ts';

const { tests } = targetNamed(process.env[TARGET_VARIABLE]);

/** Where in the order a file comes. The runner's folder is the copy of the package in which the mutants are. */
function placeOf({ moduleId }: TestSpecification): number {
  const file = relative(process.cwd(), moduleId);
  return tests.findIndex((pattern) => matchesGlob(file, pattern));
}

class InTheirOrder extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((one, other) => placeOf(one) - placeOf(other)));
  }
}

const config: ViteUserConfig = defineConfig({
  ...preset,
  test: {
    ...preset.test,
    include: [...tests],
    reporters: ['dot'],
    isolate: false,
    setupFiles: [fileURLToPath(new URL('first-counterexample.ts', import.meta.url))],
    sequence: { sequencer: InTheirOrder },
  },
});
export default config;
