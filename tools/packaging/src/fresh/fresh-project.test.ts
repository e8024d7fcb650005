/*
 * The packed tarballs in an empty folder, as npm installs them: they run in Node, have types that both kinds of resolution find, and
 * the command line works. What takes longer (bundlers, other Nodes, a page) is `pnpm --filter @mm-playground/packaging nightly`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagesIn, ROOT } from '@mm-playground/checks/workspace';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packAll } from '../pack.ts';
import { FreshProject } from './project.ts';
import { PLAYED, PLAYS } from './programs.ts';

const publishable = packagesIn('packages').filter(({ manifest }) => manifest.private !== true);
const packed = mkdtempSync(join(tmpdir(), 'mm-packed-'));
let project: FreshProject;

beforeAll(async () => {
  const tarballs = [...packAll(publishable, packed).values()];
  const files = { 'plays.mjs': PLAYS, 'plays.ts': PLAYS, 'a.mm': 'brk(0)\n' };
  project = await FreshProject.install({ tarballs, files });
}, 240_000);
afterAll(() => {
  project.remove();
  rmSync(packed, { recursive: true });
});

it('runs in Node', async () => {
  expect(await project.run(process.execPath, ['plays.mjs'])).toMatch(PLAYED);
});

it.each([
  ['node16', 'node16'],
  ['bundler', 'esnext'],
])('has types for moduleResolution %s', async (moduleResolution, module) => {
  const strict = ['--noEmit', '--strict', '--target', 'es2024', '--lib', 'es2024,dom,dom.iterable'];
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  const options = ['--module', module, '--moduleResolution', moduleResolution, '--types', '', 'plays.ts'];
  expect(await project.run(tsc, [...strict, ...options])).toBe('');
});

it('has a command line', async () => {
  const bin = join('node_modules', '.bin', 'mm-playground');
  expect(await project.run(bin, ['run', 'a.mm'])).toMatch(/^brk\(0\) += 0x[0-9a-f]+\n$/);
  expect(await project.run(bin, ['plugins'])).toContain('  x86-64: ');
});
