/** The command: what it writes and says, and that it writes nothing where something is wrong. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Sandbox } from './testing/sandbox.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const sandbox = new Sandbox();
afterAll(() => sandbox.remove());

/** Runs the command in an empty folder of its own; nobody is there to be asked. */
function create(folder: string, ...words: readonly string[]): { status: number | null; out: string; wrote: string[] } {
  const cwd = join(sandbox.folder, folder);
  mkdirSync(cwd, { recursive: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], { cwd, encoding: 'utf8' });
  return { status, out: stdout + stderr, wrote: readdirSync(cwd) };
}

describe('create-mm-playground-plugin', () => {
  it('writes a package, and says what to do with it', () => {
    const { status, out, wrote } = create('well', 'arch', 'my-own');
    expect([status, wrote]).toEqual([0, ['mm-playground-arch-my-own']]);
    expect(out).toContain('  mm-playground-arch-my-own/src/fields.ts\n');
    expect(out).toContain('\n  cd mm-playground-arch-my-own\n  npm install\n  npm test\n');
  });

  it.each([
    [['arch', 'My Own'], '"My Own" is not a name'],
    [['arch', 'riscv64'], 'a plugin of this kind that is called riscv64'],
    [['driver', 'my-own'], 'there is arch, exporter, importer, index, kernel, scripts, viewer'],
    [['arch'], 'expected a kind (arch, exporter, importer, index, kernel, scripts, viewer) and a name'],
    [['arch', 'my-own', 'more'], 'too many arguments'],
  ])('writes nothing for %j, and says why', (words, why) => {
    const { status, out, wrote } = create(`wrong ${words.join(' ')}`, ...words);
    expect([status, wrote]).toEqual([2, []]);
    expect(out).toContain(why);
  });

  it('leaves a folder alone that is there already', () => {
    const mine = join(sandbox.folder, 'there', 'mm-playground-index-my-own');
    mkdirSync(mine, { recursive: true });
    writeFileSync(join(mine, 'README.md'), 'mine');
    const { status, out } = create('there', 'index', 'my-own');
    expect([status, out]).toEqual([
      2,
      'error: the folder mm-playground-index-my-own is there already: nothing was written\n',
    ]);
    expect([readdirSync(mine), readFileSync(join(mine, 'README.md'), 'utf8')]).toEqual([['README.md'], 'mine']);
  });

  it('says what kinds there are', () => {
    const { status, out } = create('help', '--help');
    expect(status).toBe(0);
    for (const kind of ['arch (an architecture)', 'kernel (a kernel or a patch)'])
      expect(out.replaceAll(/\s+/g, ' ')).toContain(kind);
  });
});
