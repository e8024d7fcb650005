/** The build: one file with everything that it needs, so that it loads in Node and in a page alike. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  build: {
    target: 'es2024',
    minify: false,
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'index' },
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
