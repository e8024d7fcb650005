/* A target as one file that needs no other: what Jazzer.js instruments, and what OSS-Fuzz takes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { seedsOf } from './seeds.ts';
import type { TargetName } from './targets.ts';

/** Writes `fuzz-NAME.cjs` and the folder `NAME` of seeds. @returns both, absolute */
export async function buildTarget(name: TargetName, folder: string): Promise<{ file: string; seeds: string }> {
  const virtual = '\0target';
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['@mm-playground/source', 'module', 'node', 'import', 'default'] },
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node22',
      rolldownOptions: {
        input: 'target',
        platform: 'node',
        output: { format: 'cjs', entryFileNames: `fuzz-${name}.cjs`, codeSplitting: false },
        preserveEntrySignatures: 'strict',
      },
    },
    plugins: [
      {
        name: 'target',
        resolveId: (id) => (id === 'target' ? virtual : null),
        load: (id) =>
          id === virtual
            ? `import { TARGETS } from ${JSON.stringify(join(import.meta.dirname, 'targets.ts'))};\nexport const fuzz = TARGETS[${JSON.stringify(name)}];\n`
            : null,
      },
    ],
  });
  const seeds = join(folder, name);
  mkdirSync(seeds, { recursive: true });
  for (const [at, seed] of (await seedsOf(name)).entries()) writeFileSync(join(seeds, `seed-${at}`), seed);
  return { file: join(folder, `fuzz-${name}.cjs`), seeds };
}
