import { packagesIn } from '@mm-playground/checks/workspace';
import { describe, expect, it } from 'vitest';
import { withoutSource } from './exports.ts';

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

it.each(packagesIn('packages', 'apps', 'tools'))(
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
