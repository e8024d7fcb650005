/*
 * The bundle for pages without a build: one module, `dist/cdn/mm-playground.js`, that fetches the rest in pieces, from beside itself, when
 * a page shows it.
 */
import { defineConfig } from 'vite';

export default defineConfig({
  // Addresses of the pieces are relative to the module: any folder, any origin that serves it, and file://.
  base: './',
  resolve: { conditions: ['@mm-playground/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2024',
    outDir: 'dist/cdn',
    lib: { entry: { 'mm-playground': 'src/auto.ts', 'mm-pte': 'src/auto-pte.ts' }, formats: ['es'] },
    // As a library, Vite would keep its white space.
    rolldownOptions: { output: { minify: true, chunkFileNames: '[name]-[hash].js' } },
  },
});
