import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: the bundle works from any folder, and from a package.
  base: './',
  resolve: { conditions: ['@mm-playground/source', 'module', 'browser', 'development|production'] },
  build: { target: 'es2024' },
});
