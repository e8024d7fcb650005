/** custom-elements.json, as editors and generators of documentation read it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { viewers } from '@mm-playground/viewers';
import { afterAll, beforeAll, expect, it } from 'vitest';

interface Declaration {
  readonly tagName: string;
  readonly description?: string;
  readonly attributes?: readonly { readonly name: string }[];
  readonly events?: readonly { readonly name: string }[];
}

const ROOT = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'mm-playground-manifest-'));
let elements: readonly Declaration[] = [];

beforeAll(() => {
  const analyzer = createRequire(import.meta.url).resolve('@custom-elements-manifest/analyzer/cem.js');
  const config = ['--config', 'custom-elements-manifest.config.ts', '--outdir', relative(ROOT, folder)];
  execFileSync(process.execPath, [analyzer, 'analyze', ...config], { cwd: ROOT });
  const { modules } = JSON.parse(readFileSync(join(folder, 'custom-elements.json'), 'utf8')) as {
    readonly modules: readonly { readonly declarations: readonly Declaration[] }[];
  };
  elements = modules.flatMap(({ declarations }) => declarations);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('lists every element, each with a description', () => {
  const tags = elements.map(({ tagName }) => tagName).toSorted();
  expect(tags).toEqual(['mm-playground', ...viewers.map(({ tag }) => tag)].toSorted());
  expect(elements.filter(({ description = '' }) => description === '')).toEqual([]);
});

it('has what a page can use, and no state', () => {
  const playground = elements.find(({ tagName }) => tagName === 'mm-playground');
  const attributes = [
    'script',
    'src',
    'kernel',
    'arch',
    'index',
    'compare',
    'views',
    'step',
    'select',
    'height',
    'autoplay',
    'theme',
  ];
  expect(playground?.attributes?.map(({ name }) => name)).toEqual(attributes);
  expect(playground?.events?.map(({ name }) => name).toSorted()).toEqual(['mm-ready', 'mm-seek', 'mm-select']);
});
