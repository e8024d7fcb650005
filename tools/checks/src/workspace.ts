/*
 * The workspace as the checks see it: its root, its packages with their manifests, and the files git knows. Read from
 * the disk each time, so that a package that does not exist yet is simply not there.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root folder of the repository, absolute. */
export const ROOT = join(import.meta.dirname, '..', '..', '..');

/** One value of `exports`: an address, or conditions that lead to addresses. */
export type ExportTarget = string | { readonly [condition: string]: ExportTarget };
/** `exports` of a manifest. */
export type ExportMap = Readonly<Record<string, ExportTarget>>;

/** What the checks read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: ExportMap;
  readonly publishConfig?: { readonly exports?: ExportMap };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** A package of the workspace. */
export interface Package {
  /** From the root, with `/`: `packages/api`. */
  readonly path: string;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The packages below `groups` (`packages`, `apps`, `tools`), by path. */
export function packagesIn(...groups: readonly string[]): Package[] {
  const paths = groups.flatMap((group) => {
    const folder = join(ROOT, group);
    return existsSync(folder) ? readdirSync(folder).map((name) => `${group}/${name}`) : [];
  });
  return paths
    .filter((path) => existsSync(join(ROOT, path, 'package.json')))
    .toSorted()
    .map((path) => ({ path, folder: join(ROOT, path), manifest: readManifest(join(ROOT, path, 'package.json')) }));
}

/** The manifest in `file`. */
function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

/** Every file that git tracks or would track, from the root, and that is there. */
export function trackedFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return list.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)));
}

/**
 * The TypeScript files of `pkg` that are shipped, absolute: all of `src` but the tests, `src/e2e`, and `src/testing` unless
 * the package exports it.
 */
export function shippedSources({ folder, manifest }: Package): string[] {
  const src = join(folder, 'src');
  if (!existsSync(src)) return [];
  const shipsTesting = manifest.exports !== undefined && './testing' in manifest.exports;
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .filter((path) => shipsTesting || !path.startsWith(join('testing', '/')))
    .filter((path) => !path.startsWith(join('e2e', '/')))
    .toSorted()
    .map((path) => join(src, path));
}
