/**
 * What is written, as an author meets it: types, its own tests, the build, and the built file in the playground. Of three kinds with every
 * change, of all of them at night (`pnpm --filter create-mm-playground-plugin nightly`).
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstExample, runInBrowser, runInNode } from '@mm-playground/checks/readme';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pluginFiles, writePlugin } from './index.ts';
import { Sandbox } from './testing/sandbox.ts';

const sandbox = new Sandbox();
afterAll(() => sandbox.remove());

/** What its play line shows, and nobody else's. */
const SHOWN = {
  arch: ' rw-u pte ',
  kernel: 'MADV_GUARD_INSTALL) = -1 EINVAL',
  index: '10002000',
  importer: '0x10000000, 4*PAGE, PROT_READ|PROT_WRITE',
  exporter: '3,munmap,',
  scripts: '2 files, 6 calls',
  viewer: 'my-own: my-own (mm-playground-viewer-my-own',
};

const IN_CI: ReadonlySet<string> = new Set(['arch', 'kernel', 'viewer']);
const JUDGED = Object.entries(SHOWN).filter(([kind]) => process.env['MM_NIGHTLY'] !== undefined || IN_CI.has(kind));

describe.each(JUDGED)('%s', (kind, shown) => {
  const plugin = pluginFiles(kind, 'my-own');
  const { packageName } = plugin;
  beforeAll(() => {
    writePlugin(plugin, sandbox.folder);
    sandbox.prepare(packageName);
  });

  it('is of the right types', async () => {
    expect(await sandbox.typecheck(packageName)).toBe('');
  });

  it('passes its own tests, none skipped', async () => {
    expect(await sandbox.test(packageName)).toMatch(/Tests +\d+ passed \(\d+\)/);
  });

  it('is built into one file that imports nothing', async () => {
    await sandbox.build(packageName);
    const built = readFileSync(join(sandbox.folder, packageName, 'dist', 'index.js'), 'utf8');
    expect(built.match(/^import .*|import\(.*/gm)).toBeNull();
  });

  it('has a README whose example runs', async () => {
    const folder = join(sandbox.folder, packageName);
    const example = firstExample(readFileSync(join(folder, 'README.md'), 'utf8')) ?? '';
    expect(example).toContain(packageName);
    const pkg = { path: packageName, folder, manifest: { name: packageName } };
    expect(await runInNode(pkg, example)).not.toBe('');
    if (kind === 'viewer') await runInBrowser(pkg, example);
  });

  it('is listed, and plays its example', async () => {
    const report = JSON.parse(await sandbox.mm(packageName, 'plugins', '--json', '--plugin', './dist/index.js')) as {
      readonly plugins: readonly { readonly id: string }[];
    };
    expect(report.plugins.map(({ id }) => id)).toContain(packageName);
    const words = plugin.play.split(' ').slice(2);
    expect(await sandbox.mm(packageName, ...words)).toContain(shown);
  });
});
