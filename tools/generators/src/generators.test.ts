/** What Nx writes: into a tree of its own, as the workspace takes it, and by the words that people type. */

import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '@mm-playground/checks/workspace';
import { logger } from '@nx/devkit';
import { KINDS } from 'create-mm-playground-plugin';
import { FsTree, flushChanges } from 'nx/src/generators/tree.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as generators from './generators.ts';

const run = promisify(execFile);
/** Below this package, so that what is written finds the packages of the workspace. */
const folder = mkdtempSync(join(import.meta.dirname, '..', '.generated-'));
copyFileSync(join(ROOT, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
afterAll(() => rmSync(folder, { recursive: true }));

const binOf = (name: string, path: string): string =>
  join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path);

describe.each(Object.entries(generators))('%s', (kind, generate) => {
  const home = join(folder, 'packages', `${kind}-my-own`);
  let written: string[];
  beforeAll(async () => {
    const tree = new FsTree(folder, false);
    await generate(tree, { name: 'my-own' });
    written = tree.listChanges().map(({ path }) => path);
    flushChanges(folder, tree.listChanges());
  });

  it('writes a package and its changeset, and changes nothing else', () => {
    const others = written.filter((path) => !path.startsWith(`packages/${kind}-my-own/`));
    expect(others).toEqual([`.changeset/${kind}-my-own.md`]);
    const manifest = readFileSync(join(home, 'package.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({ dependencies: { '@mm-playground/api': 'workspace:*' } });
  });

  it('writes nothing where the name cannot be, or the folder is there', async () => {
    const tree = new FsTree(folder, false);
    await expect(generate(tree, { name: 'My Own' })).rejects.toThrow('is not a name');
    await expect(generate(tree, { name: 'my-own' })).rejects.toThrow('is there already');
    expect(tree.listChanges()).toEqual([]);
  });
});

/** One with every change, all at night (`pnpm --filter @mm-playground/generators nightly`). */
const JUDGED = process.env['MM_NIGHTLY'] === undefined ? ['packages/exporter-*'] : ['packages/*'];

it('pass their own tests', async () => {
  const options = { cwd: folder, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' } };
  const config = `export default { test: { projects: ${JSON.stringify(JUDGED)} } };\n`;
  writeFileSync(join(folder, 'vitest.config.ts'), config);
  const { stdout } = await run(process.execPath, [binOf('vitest', 'vitest.mjs'), 'run'], options);
  expect(stdout).toMatch(/Test Files +([17]) passed \(\1\)\s+Tests +\d+ passed \(\d+\)/);
});

/** The commands that a generator ends with. */
async function nextOf(generate: typeof generators.arch): Promise<readonly string[]> {
  const info = vi.spyOn(logger, 'info').mockReturnValue();
  const end = await generate(new FsTree(folder, false), { name: 'my-next' });
  await end();
  const [text] = info.mock.lastCall ?? [];
  info.mockRestore();
  return String(text).split('\n  ').slice(1);
}

it('what is next needs no global pnpm, and a viewer is built before it is opened', async () => {
  expect(await nextOf(generators.viewer)).toEqual([
    'npx -y pnpm@12.21.0 install',
    'npx -y pnpm@12.21.0 test --projects=@mm-playground/viewer-my-next',
    'npx -y pnpm@12.21.0 --silent mm plugins --plugin packages/viewer-my-next/src/index.ts',
    'npx -y pnpm@12.21.0 build --projects=@mm-playground/web,@mm-playground/viewer-my-next',
    'npx -y pnpm@12.21.0 --silent mm open --plugin packages/viewer-my-next/dist/index.js packages/viewer-my-next/example.mm',
    'npx -y pnpm@12.21.0 api-reports',
  ]);
});

it('nothing is opened of what has nothing to open', async () => {
  expect((await nextOf(generators.scripts)).filter((command) => / mm open | build /.test(command))).toEqual([]);
});

it('Nx finds each kind by its name', async () => {
  // What this test was started by is no concern of the command.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'));
  const env = { ...Object.fromEntries(inherited), NO_COLOR: '1', FORCE_COLOR: '0' };
  const words = ['g', './tools/generators:arch', 'my-own', '--dry-run'];
  const { stdout } = await run(process.execPath, [binOf('nx', 'dist/bin/nx.js'), ...words], { cwd: ROOT, env });
  expect(stdout).toContain('CREATE packages/arch-my-own/src/fields.ts');
  const { generators: listed } = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'generators.json'), 'utf8'),
  ) as {
    readonly generators: Readonly<Record<string, { readonly factory: string }>>;
  };
  expect(Object.entries(listed).map(([name, { factory }]) => [name, factory])).toEqual(
    Object.keys(generators).map((name) => [name, `./src/generators.ts#${name}`]),
  );
});

it('every kind of the templates has a generator', () => {
  expect(Object.keys(generators).toSorted()).toEqual(KINDS);
});
