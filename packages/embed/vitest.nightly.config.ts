/* Sample sites whose tools are too large for everybody's install: each is installed into a folder of its own, from the registry. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['src/e2e/*.nightly.ts'], testTimeout: 30_000, hookTimeout: 900_000 },
});
