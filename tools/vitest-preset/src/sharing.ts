/*
 * The same for packages of pure functions: the files of a worker share the modules that it has loaded, which keep no state. Loading them for
 * each file took a fifth of the time. Not for packages whose tests start programs, browsers and workers.
 */
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import config from './index.ts';

/** What counts work must be the first to load what it counts: see work-counter.ts. */
const COUNTED = 'src/**/*.counted.test.ts';

const { include = [], ...test } = config.test ?? {};

const sharing: ViteUserConfig = defineConfig({
  ...config,
  test: {
    ...test,
    projects: [
      { extends: true, test: { name: 'shared', include, exclude: [COUNTED], isolate: false } },
      { extends: true, test: { name: 'counted', include: [COUNTED] } },
    ],
  },
});
export default sharing;
