/*
 * The vitest configuration of every package whose tests run in Node. A package's vitest.config.ts is one line:
 *
 *     export { default } from '@mm-playground/vitest-preset';
 *
 * Packages are resolved through the `@mm-playground/source` condition, so tests never need a build. The JSON report
 * is a declared output of the `test` target: the last line of `pnpm test` is summed from it, on a cache hit too.
 */
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** The export condition that leads to `src/` instead of `dist/`. */
export const SOURCE_CONDITION = '@mm-playground/source';

/** The report that `pnpm test` sums up, relative to the package. */
export const RESULT_FILE = '.vitest-result.json';

const config: ViteUserConfig = defineConfig({
  resolve: { conditions: [SOURCE_CONDITION] },
  ssr: { resolve: { conditions: [SOURCE_CONDITION, 'module', 'node', 'import', 'default'] } },
  test: {
    include: ['src/**/*.test.ts'],
    passWithNoTests: true,
    // Against what hangs, not against what is slow: a busy machine takes ten times as long for a property.
    testTimeout: 120_000,
    reporters: ['default', ['json', { outputFile: RESULT_FILE }]],
  },
});
export default config;
