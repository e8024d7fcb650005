/**
 * The files of a package that are data: package.json and tsconfig.json. Versions are those that this package itself was tested with: they
 * stand among its own development dependencies, so that they are true in the workspace and in what is published.
 */

import { readFileSync } from 'node:fs';
import type { Kind } from './kind.ts';

/** Who a plugin is written for: everybody, or this repository. */
export type Door = 'package' | 'workspace';

/** What every kind is built and tested with. */
const TOOLS: Readonly<Record<Door, readonly string[]>> = {
  package: ['@changesets/cli', '@mm-playground/cli', 'typescript', 'vite', 'vitest'],
  workspace: ['@mm-playground/vitest-preset', 'typescript', 'vite', 'vitest'],
};

const OWN = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};

function versionsOf(names: readonly string[], door: Door): Readonly<Record<string, string>> {
  const versions = names.toSorted().map((name) => {
    const version = OWN.devDependencies[name];
    if (version === undefined) throw new RangeError(`no version of ${name} is known`);
    return [name, door === 'workspace' ? version.replace('workspace:^', 'workspace:*') : version] as const;
  });
  return Object.fromEntries(versions);
}

/** What package.json says. `shows` are scripts that show the example. */
export function manifestOf(kind: Kind, door: Door, name: string, packageName: string, shows: object): object {
  const entry = { types: './dist/index.d.ts', default: './dist/index.js' };
  const source = { '@mm-playground/source': './src/index.ts' };
  const exportsOf = (main: object): object => ({ '.': main, './package.json': './package.json' });
  return {
    name: packageName,
    version: '0.0.0',
    description: `${name}, ${kind.what} for mm-playground`,
    license: 'MIT',
    keywords: ['mm-playground-plugin'],
    type: 'module',
    sideEffects: false,
    engines: { node: '>=22' },
    files: ['dist'],
    exports: exportsOf(door === 'workspace' ? { ...source, ...entry } : entry),
    publishConfig: { access: 'public', ...(door === 'workspace' && { exports: exportsOf(entry) }) },
    scripts: {
      typecheck: 'tsc -p tsconfig.json',
      test: 'vitest run',
      build: 'vite build && tsc -p tsconfig.build.json',
      ...(door === 'package' && shows),
    },
    dependencies: versionsOf(kind.dependencies, door),
    devDependencies: versionsOf([...TOOLS[door], ...kind.devDependencies], door),
  };
}

/** What tsconfig.json says: types of Node only where the tests use it. */
export function tsconfigOf(kind: Kind, door: Door): object {
  const { lib } = kind;
  const types = kind.devDependencies.includes('@types/node') ? ['node'] : [];
  if (door === 'workspace')
    return { extends: '../../tsconfig.base.json', compilerOptions: { noEmit: true, lib, types }, include: ['src'] };
  return {
    compilerOptions: {
      ...{ target: 'ES2024', lib, types, module: 'node16', moduleResolution: 'node16' },
      ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noImplicitOverride: true },
      ...{ verbatimModuleSyntax: true, erasableSyntaxOnly: true, rewriteRelativeImportExtensions: true },
      ...{ skipLibCheck: true, declaration: true, noEmit: true },
    },
    include: ['src'],
  };
}
