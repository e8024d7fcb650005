import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagesIn } from '@mm-playground/checks/workspace';
import { describe, expect, it } from 'vitest';
import { withoutSource } from './exports.ts';
import { VERSION_FILE, withVersion } from './versions.ts';

const SCRIPTS = ['typecheck', 'test', 'build'];
const FIELDS = ['description', 'engines', 'exports', 'files', 'license', 'name', 'publishConfig', 'type', 'version'];

describe.each(packagesIn('packages').filter(({ manifest }) => manifest.private !== true))('$path', ({ manifest }) => {
  it('has what a published package needs', () => {
    expect(Object.keys(manifest)).toEqual(expect.arrayContaining(FIELDS));
    expect(manifest).toMatchObject({ type: 'module', license: 'MIT' });
    expect(Object.keys(manifest['scripts'] as object)).toEqual(expect.arrayContaining(SCRIPTS));
  });

  it('publishes the exports of the workspace without their sources', () => {
    expect(manifest.publishConfig?.exports).toEqual(withoutSource(manifest.exports ?? {}));
  });
});

it.each(packagesIn('packages', 'apps', 'tools', 'examples'))(
  '$path has a version, or nothing that depends on it can be packed',
  (pkg) => {
    expect(pkg.manifest['version']).toBeDefined();
  },
);

it('leaves the source condition out', () => {
  const source = { '@mm-playground/source': './src/a.ts', types: './dist/a.d.ts', default: './dist/a.js' };
  expect(withoutSource({ '.': source, './package.json': './package.json' })).toEqual({
    '.': { types: './dist/a.d.ts', default: './dist/a.js' },
    './package.json': './package.json',
  });
});

describe('the version in the code', () => {
  const versioned = packagesIn('packages').filter(({ folder }) => existsSync(join(folder, VERSION_FILE)));

  it('is said by every plugin that comes along', () => {
    const names = ['core', 'arch-x86-64', 'arch-arm64', 'arch-riscv64', 'viewers', 'script', 'playground'];
    expect(versioned.map(({ path }) => path)).toEqual(expect.arrayContaining(names.map((name) => `packages/${name}`)));
  });

  it.each(versioned)('of $path is that of its manifest', ({ folder, manifest }) => {
    const text = readFileSync(join(folder, VERSION_FILE), 'utf8');
    expect(withVersion(text, String(manifest['version']))).toBe(text);
  });
});
