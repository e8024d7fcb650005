/*
 * The same in one classic script, `dist/cdn/mm-playground.classic.js`: a page from file:// may load no modules. Nothing is fetched later,
 * so that it costs everything at once.
 */
import { defineConfig } from 'vite';

export default defineConfig({
  resolve: { conditions: ['@mm-playground/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2024',
    outDir: 'dist/cdn',
    emptyOutDir: false,
    lib: { entry: 'src/auto.ts', formats: ['iife'], name: 'mmPlayground', fileName: () => 'mm-playground.classic.js' },
  },
});
