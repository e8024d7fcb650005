/*
 * The bundle for pages without a build: one module, `dist/cdn/mm-playground.js`, that fetches the rest in pieces, from beside itself, when
 * a page shows it.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type Rolldown } from 'vite';

export default defineConfig({
  // Addresses of the pieces are relative to the module: any folder, any origin that serves it, and file://.
  base: './',
  resolve: { conditions: ['@mm-playground/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2024',
    outDir: 'dist/cdn',
    lib: { entry: { 'mm-playground': 'src/auto.ts', 'mm-pte': 'src/auto-pte.ts' }, formats: ['es'] },
    rolldownOptions: {
      // What a group of pieces without their imports asks for.
      preserveEntrySignatures: 'allow-extension',
      output: {
        // As a library, Vite would keep its white space.
        minify: true,
        chunkFileNames: '[name]-[hash].js',
        codeSplitting: {
          groups: [{ name: modelInOne(), debugName: 'linux-mm', includeDependenciesRecursively: false }],
        },
      },
    },
  },
});

/**
 * What the model always needs comes as one piece. Left alone, the bundler makes a piece of whatever that shares with a part that is
 * fetched later: ten requests for nothing, and 5 kB more.
 */
function modelInOne(): Rolldown.CodeSplittingNameFunction {
  let base: ReadonlySet<string> | undefined;
  return (id, context) => {
    if (!/\/packages\/(core|maple-tree)\/src\//.test(id)) return null;
    base ??= reached(MODEL, (each) => context.getModuleInfo(each)?.importedIds ?? []);
    return base.has(id) ? 'linux-mm' : null;
  };
}

const MODEL = fileURLToPath(new URL('../core/src/lazy.ts', import.meta.url));

/** What is reached from a module, itself among it. */
function reached(from: string, next: (id: string) => readonly string[]): Set<string> {
  const seen = new Set([from]);
  for (const id of seen) for (const each of next(id)) seen.add(each);
  return seen;
}
