/** What a page pays, in gzipped bytes: every module that must have arrived before something is seen. Held against sizes.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Kilobytes (1000 bytes) by what a page shows. */
const BUDGETS = JSON.parse(readFileSync(join(ROOT, 'sizes.json'), 'utf8')) as Record<string, Budget>;

interface Budget {
  readonly modules: readonly string[];
  readonly kilobytes: number;
  /** What has arrived already, by name: that is not paid again. */
  readonly beyond?: string;
  readonly goal?: number;
  readonly why?: string;
}

interface Chunk {
  readonly fileName: string;
  readonly imports: readonly string[];
  readonly moduleIds: readonly string[];
  readonly code: string;
}

const chunks = new Map<string, Chunk>();

beforeAll(async () => {
  // What Lit says to developers is not shipped.
  vi.stubEnv('NODE_ENV', 'production');
  const built = await build({
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'silent',
    build: { write: false },
  });
  const outputs = 'close' in built ? [] : [built].flat();
  for (const { output } of outputs)
    for (const file of output) if (file.type === 'chunk') chunks.set(file.fileName, file);
}, 60_000);

afterAll(() => vi.unstubAllEnvs());

/** The chunk that has a module of the repository, by the end of its path. */
function chunkOf(module: string): string {
  const found = [...chunks.values()].find(({ moduleIds }) =>
    moduleIds.some((id) => id.endsWith(`/packages/${module}`)),
  );
  if (found === undefined) throw new Error(`no chunk has ${module}`);
  return found.fileName;
}

function withImports(names: readonly string[]): ReadonlySet<string> {
  const all = new Set(names);
  for (const name of all) for (const each of chunks.get(name)?.imports ?? []) all.add(each);
  return all;
}

const chunksOf = (modules: readonly string[] = []): ReadonlySet<string> => withImports(modules.map(chunkOf));

function kilobytesOf({ modules, beyond }: Budget): number {
  const there = chunksOf(BUDGETS[beyond ?? '']?.modules);
  return [...chunksOf(modules)]
    .filter((name) => !there.has(name))
    .reduce((sum, name) => sum + gzipSync(chunks.get(name)?.code ?? '', { level: 9 }).length / 1000, 0);
}

it.each(Object.entries(BUDGETS))('%s is within its budget', (_, budget) => {
  const { kilobytes } = budget;
  const size = kilobytesOf(budget);
  expect(size).toBeLessThanOrEqual(kilobytes);
  // A budget with much room guards nothing.
  expect(size).toBeGreaterThan(kilobytes * 0.9);
});
