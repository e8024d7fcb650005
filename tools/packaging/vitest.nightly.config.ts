/* Surroundings whose tools are too large for everybody's install: each is a folder of its own, installed from the registry. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['src/fresh/*.nightly.ts'], testTimeout: 600_000, hookTimeout: 240_000 },
});
