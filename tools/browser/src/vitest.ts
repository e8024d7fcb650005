/*
 * The vitest configuration of every package whose tests run in a real browser. A package's vitest.config.ts is one
 * line:
 *
 *     export { default } from '@mm-playground/browser-launcher/vitest';
 *
 * Tests named `x.node.test.ts` run in Node instead: "importable on a server" is tested there.
 */
import { playwright } from '@vitest/browser-playwright';
import { RESULT_FILE, SOURCE_CONDITION } from '@mm-playground/vitest-preset';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { launchOptions } from './index.ts';

const config: Promise<ViteUserConfig> = launchOptions().then((options) =>
  defineConfig({
    resolve: { conditions: [SOURCE_CONDITION, 'module', 'browser', 'development|production'] },
    ssr: { resolve: { conditions: [SOURCE_CONDITION, 'module', 'node', 'development|production'] } },
    test: {
      passWithNoTests: true,
      reporters: ['default', ['json', { outputFile: RESULT_FILE }]],
      projects: [
        {
          extends: true,
          test: {
            name: 'browser',
            include: ['src/**/*.test.ts'],
            exclude: ['src/**/*.node.test.ts'],
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              provider: playwright({ launchOptions: options }),
              instances: [{ browser: 'chromium' }],
            },
          },
        },
        { extends: true, test: { name: 'node', include: ['src/**/*.node.test.ts'], environment: 'node' } },
      ],
    },
  }),
);
export default config;
